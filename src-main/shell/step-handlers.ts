import type { StepController } from '../app/step-controller.ts';
import type { Handlers, OperationName } from '../contract/operations/index.ts';

/** The operations of undo and redo. */
export function createStepHandlers(steps: StepController): Pick<Handlers, Extract<OperationName, `steps.${string}`>> {
  return {
    'steps.next': () => steps.next,
    'steps.undo': () => steps.undo(),
    'steps.redo': () => steps.redo(),
  };
}
