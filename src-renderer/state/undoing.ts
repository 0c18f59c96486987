import type { NextSteps } from '../../src-main/contract/steps.ts';
import type { TagBatch } from '../../src-main/contract/tags.ts';
import { texts } from '../../src-main/texts/index.ts';
import type { Confirmation } from './dialogs.svelte.ts';
import type { Stores } from './stores.svelte.ts';

type Parts = Pick<Stores, 'api' | 'dialogs' | 'history' | 'library' | 'messages' | 'writing'>;

const question = texts.history.confirmUndo;
const words = texts.steps;

/**
 * Undoes and redoes what the user did, in its order: all but written tags at once; these, which change files, after a
 * question.
 */
export class Undoing {
  readonly #parts: Parts;
  /** One after the other, each from where the one before has led. */
  #turn: Promise<void> = Promise.resolve();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Undoes the last step. */
  undo(): Promise<void> {
    return this.#inTurn(({ undo }) => {
      if (undo === null) return this.#parts.messages.tell(words.nothingToUndo);
      return undo.kind === 'tags' ? this.#askToUndo(undo.batchId) : this.#move('steps.undo', words.undone);
    });
  }

  /** Redoes the step that was undone last. */
  redo(): Promise<void> {
    return this.#inTurn(({ redo }) => {
      if (redo === null) return this.#parts.messages.tell(words.nothingToRedo);
      if (redo.kind === 'tags') return this.#askToRedo(redo.batchId, redo.files);
      return this.#move('steps.redo', words.redone);
    });
  }

  /**
   * Asks before batches are undone, or what a model said in them, the newest first; then shows how it went in the
   * history.
   */
  confirmUndo(batches: readonly TagBatch[], model: string | null = null): void {
    const filesOf = ({ files, undone, byModel }: TagBatch) =>
      model === null ? files - undone : (byModel.find(({ name }) => name === model)?.files ?? 0);
    const files = batches.reduce((sum, batch) => sum + filesOf(batch), 0);
    const writtenAt = batches.map(({ createdAt }) => createdAt);
    const batchIds = batches.map(({ batchId }) => batchId);
    this.#confirm({ files, writtenAt, keepsLabels: model !== null }, () => this.#parts.history.undo(batchIds, model));
  }

  /** Asks before some files of a batch are undone. @param files their numbers in it */
  confirmUndoOf({ batchId, createdAt }: TagBatch, files: Int32Array): void {
    this.#confirm({ files: files.length, writtenAt: [createdAt], keepsLabels: false }, () =>
      this.#parts.history.undo([batchId], null, files),
    );
  }

  #inTurn(move: (next: NextSteps) => Promise<void> | void): Promise<void> {
    const { api, dialogs, messages } = this.#parts;
    this.#turn = this.#turn.then(async () => {
      // The step before may have asked something that is still open.
      if (dialogs.confirmation !== null) return;
      const next = await messages.attempt(api.call('steps.next', null));
      if (next) await move(next);
    });
    return this.#turn;
  }

  /** Undoes or redoes a step of any kind but tags, and shows the tracks that it concerns. @param told what is said of the step */
  async #move(operation: 'steps.undo' | 'steps.redo', told: typeof words.undone): Promise<void> {
    const { api, messages } = this.#parts;
    const moved = await messages.attempt(api.call(operation, null));
    if (!moved) return;
    await this.#show(moved.ids);
    messages.tell(told({ step: moved.what }));
  }

  async #askToUndo(batchId: string): Promise<void> {
    const { history, messages } = this.#parts;
    const batch = await messages.attempt(history.find(batchId));
    if (!batch) return;
    const files = batch.files - batch.undone - batch.refused;
    this.#ask(confirmation({ files, writtenAt: [batch.createdAt], keepsLabels: false }), async () => {
      await history.undo([batchId]);
      await this.#showBatch(batchId);
    });
  }

  #askToRedo(batchId: string, files: number): void {
    const { title, detail, action } = words.confirmRedo;
    this.#ask({ title, detail: detail(files), action: action(files) }, async () => {
      const written = await this.#parts.history.redo(batchId);
      if (written !== null) await this.#showBatch(written);
    });
  }

  #confirm(what: Parameters<typeof question.detail>[0], undo: () => Promise<void>): void {
    this.#ask(confirmation(what), () => {
      this.#parts.dialogs.show('history');
      return undo();
    });
  }

  #ask(asked: Omit<Confirmation, 'confirmed'>, confirmed: () => Promise<void>): void {
    const { dialogs, messages, writing } = this.#parts;
    if (writing.isBusy) return messages.tell(texts.review.isWriting);
    dialogs.confirm({ ...asked, confirmed: () => void confirmed() });
  }

  async #showBatch(batchId: string): Promise<void> {
    const ids = await this.#parts.api.call('tags.batchTracks', { batchId }).catch(() => new Int32Array());
    await this.#show(ids);
  }

  /** Selects tracks and shows the first of them, where the table has them; a dialog may be about what is selected. */
  async #show(ids: Int32Array): Promise<void> {
    const { dialogs, library } = this.#parts;
    await library.refresh();
    if (dialogs.open === null) library.revealShown(ids);
  }
}

function confirmation(what: Parameters<typeof question.detail>[0]): Omit<Confirmation, 'confirmed'> {
  return { title: question.title, detail: question.detail(what), action: question.action(what.files) };
}
