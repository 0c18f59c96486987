import { AppError } from '../contract/app-error.ts';
import { writingRulesOf } from '../contract/settings.ts';
import type { MovedStep, NextSteps, Step } from '../contract/steps.ts';
import type { TagResult } from '../contract/tags.ts';
import type { BatchStore } from '../library/batch-store.ts';
import type { LabelStore } from '../library/label-store.ts';
import type { LibrarySteps } from '../library/library-steps.ts';
import type { UndoneSteps } from '../library/undone-steps.ts';
import type { FilterSteps } from './filter-steps.ts';
import type { LabelController } from './label-controller.ts';
import type { RemovalSteps } from './removal-steps.ts';
import type { SettingsController } from './settings-controller.ts';
import type { TagController } from './tag-controller.ts';
import { writtenText } from './written-text.ts';

/** What undo and redo work with. */
export interface StepDependencies {
  readonly labels: Pick<LabelController, 'edit'>;
  readonly removals: Pick<RemovalSteps, 'undo' | 'redo'>;
  readonly filters: Pick<FilterSteps, 'undo' | 'redo'>;
  readonly made: Pick<LibrarySteps, 'last'>;
  readonly batches: Pick<BatchStore, 'newestUndoable'>;
  readonly undone: Pick<UndoneSteps, 'newest'>;
  readonly tags: Pick<TagController, 'redo'>;
  readonly settings: Pick<SettingsController, 'current'>;
}

type Moved = MovedStep | Promise<MovedStep>;

/** One undo and redo over labels, genres, removed tracks, smart filters and written tags, in the order in which they were made. */
export class StepController {
  readonly #dependencies: StepDependencies;

  constructor(dependencies: StepDependencies) {
    this.#dependencies = dependencies;
  }

  /** What undoing and redoing would do now. */
  get next(): NextSteps {
    return { undo: this.#nextUndo(), redo: this.#nextRedo() };
  }

  /** Undoes a step of any kind but tags. @throws AppError request-invalid where the next one is of tags, or there is none */
  undo(): Moved {
    return this.#move(this.#nextUndo(), 'undo');
  }

  /** Redoes a step of any kind but tags. @throws AppError request-invalid where the next one is of tags, or there is none */
  redo(): Moved {
    return this.#move(this.#nextRedo(), 'redo');
  }

  /** Writes the tags of an undone batch again, as the settings say now. @throws AppError as {@link TagController.redo} */
  redoTags(batchId: string): Promise<TagResult> {
    const { settings, tags } = this.#dependencies;
    const { ffmpegPath } = settings.current;
    return tags.redo(batchId, { rules: writingRulesOf(settings.current), ffmpegPath });
  }

  #move(step: Step | null, move: 'undo' | 'redo'): Moved {
    if (step?.kind === 'filters') return this.#dependencies.filters[move]().then(required);
    if (step?.kind === 'removal') return this.#dependencies.removals[move]().then(required);
    return required(step?.kind === 'labels' ? this.#moveLabels((store) => store[move]()) : null);
  }

  #moveLabels(move: (store: LabelStore) => ReturnType<LabelStore['undo']>): MovedStep | null {
    const moved: MovedStep[] = [];
    this.#dependencies.labels.edit((store) => {
      const made = move(store);
      if (made) moved.push({ what: made.what, ids: Int32Array.from(made.ids) });
    });
    return moved[0] ?? null;
  }

  #nextUndo(): Step | null {
    const { made, batches } = this.#dependencies;
    const last = made.last();
    const batch = batches.newestUndoable();
    if (batch && (last === null || batch.createdAt > last.madeAt)) {
      const files = batch.files - batch.undone - batch.refused;
      return { kind: 'tags', what: writtenText(batch, files), batchId: batch.batchId, files };
    }
    return last && { kind: last.kind, what: last.what };
  }

  #nextRedo(): Step | null {
    const step = this.#dependencies.undone.newest();
    if (step?.kind !== 'tags') return step && { kind: step.kind, what: step.what };
    const { batchId, files } = step.batch;
    return { kind: 'tags', what: step.what, batchId, files: files.length };
  }
}

function required(moved: MovedStep | null): MovedStep {
  if (!moved) throw new AppError('request-invalid', 'The next step is none of labels, tracks or filters.');
  return moved;
}
