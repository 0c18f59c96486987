import type { TagBatch } from '../../src-main/contract/tags.ts';
import { texts } from '../../src-main/texts/index.ts';
import type { Stores } from './stores.svelte.ts';

type Parts = Pick<Stores, 'dialogs' | 'history' | 'messages' | 'writing'>;

const question = texts.history.confirmUndo;

/** Restores the bytes that files had before genres were written. */
export class Undoing {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async undoLast(): Promise<void> {
    const batch = await this.#parts.history.newestUndoable();
    if (batch) this.confirmUndo([batch]);
    else if (this.#parts.history.phase === 'ready') this.#parts.messages.tell(texts.history.nothingToUndo);
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

  #confirm(what: Parameters<typeof question.detail>[0], undo: () => Promise<void>): void {
    const { dialogs, messages, writing } = this.#parts;
    if (writing.isBusy) return messages.tell(texts.review.isWriting);
    dialogs.confirm({
      title: question.title,
      detail: question.detail(what),
      action: question.action(what.files),
      confirmed: () => {
        dialogs.show('history');
        void undo();
      },
    });
  }
}
