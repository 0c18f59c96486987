import { AppError } from '../contract/app-error.ts';
import { writingRulesOf } from '../contract/settings.ts';
import type { MovedStep, NextSteps, Step } from '../contract/steps.ts';
import type { TagResult } from '../contract/tags.ts';
import type { BatchStore } from '../library/batch-store.ts';
import type { LabelStore } from '../library/label-store.ts';
import type { UndoneSteps } from '../library/undone-steps.ts';
import type { LabelController } from './label-controller.ts';
import type { SettingsController } from './settings-controller.ts';
import type { TagController } from './tag-controller.ts';
import { writtenText } from './written-text.ts';

/** What undo and redo work with. */
export interface StepDependencies {
  readonly labels: Pick<LabelController, 'edit'>;
  readonly store: Pick<LabelStore, 'lastStep'>;
  readonly batches: Pick<BatchStore, 'newestUndoable'>;
  readonly undone: Pick<UndoneSteps, 'newest'>;
  readonly tags: Pick<TagController, 'redo'>;
  readonly settings: Pick<SettingsController, 'current'>;
}

/** One undo and redo over labels, genres and written tags, in the order in which they were made. */
export class StepController {
  readonly #dependencies: StepDependencies;

  constructor(dependencies: StepDependencies) {
    this.#dependencies = dependencies;
  }

  /** What undoing and redoing would do now. */
  get next(): NextSteps {
    return { undo: this.#nextUndo(), redo: this.#nextRedo() };
  }

  /** Undoes a step of labels. @throws AppError request-invalid where the next one is of tags, or there is none */
  undo(): MovedStep {
    return this.#move(this.#nextUndo(), (store) => store.undo());
  }

  /** Redoes a step of labels. @throws AppError request-invalid where the next one is of tags, or there is none */
  redo(): MovedStep {
    return this.#move(this.#nextRedo(), (store) => store.redo());
  }

  /** Writes the tags of an undone batch again, as the settings say now. @throws AppError as {@link TagController.redo} */
  redoTags(batchId: string): Promise<TagResult> {
    const { settings, tags } = this.#dependencies;
    const { ffmpegPath } = settings.current;
    return tags.redo(batchId, { rules: writingRulesOf(settings.current), ffmpegPath });
  }

  #move(step: Step | null, move: (store: LabelStore) => ReturnType<LabelStore['undo']>): MovedStep {
    const moved: MovedStep[] = [];
    if (step?.kind === 'labels')
      this.#dependencies.labels.edit((store) => {
        const made = move(store);
        if (made) moved.push({ what: made.what, ids: Int32Array.from(made.ids) });
      });
    const [made] = moved;
    if (!made) throw new AppError('request-invalid', 'The next step is none of labels.');
    return made;
  }

  #nextUndo(): Step | null {
    const { store, batches } = this.#dependencies;
    const labels = store.lastStep();
    const batch = batches.newestUndoable();
    if (batch && (labels === null || batch.createdAt > labels.madeAt)) {
      const files = batch.files - batch.undone - batch.refused;
      return { kind: 'tags', what: writtenText(batch, files), batchId: batch.batchId, files };
    }
    return labels && { kind: 'labels', what: labels.what };
  }

  #nextRedo(): Step | null {
    const step = this.#dependencies.undone.newest();
    if (step === null || step.batch === null) return step && { kind: 'labels', what: step.what };
    const { batchId, files } = step.batch;
    return { kind: 'tags', what: step.what, batchId, files: files.length };
  }
}
