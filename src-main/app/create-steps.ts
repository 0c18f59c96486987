import type { Shared } from './controllers.ts';
import { FilterSteps } from './filter-steps.ts';
import type { LabelController } from './label-controller.ts';
import { RemovalSteps } from './removal-steps.ts';
import { StepController } from './step-controller.ts';
import type { TagController } from './tag-controller.ts';

/** What can be undone besides labels and tags, and the one undo over all of it. */
export interface StepControllers {
  readonly removals: RemovalSteps;
  readonly filters: FilterSteps;
  readonly steps: StepController;
}

/** Makes these. */
export function createSteps(
  { options, stores, settings }: Shared,
  labels: LabelController,
  tags: TagController,
): StepControllers {
  const { batches, made, missing, undone } = stores;
  const onSteps = () => options.onSteps();
  const removals = new RemovalSteps(missing, options.emit, onSteps);
  const filters = new FilterSteps(settings, made, onSteps);
  return {
    removals,
    filters,
    steps: new StepController({ labels, removals, filters, tags, settings, made, batches, undone }),
  };
}
