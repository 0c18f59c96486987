import type { TagBatch } from '../../src-main/contract/tags.ts';
import { texts } from '../../src-main/texts/index.ts';
import type { Stores } from './stores.svelte.ts';

type Parts = Pick<Stores, 'dialogs' | 'history' | 'messages'>;

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
    const question = texts.history.confirmUndo;
    this.#parts.dialogs.confirm({
      title: question.title,
      detail: question.detail({ files, writtenAt, keepsLabels: model !== null }),
      action: question.action(files),
      confirmed: () => {
        this.#parts.dialogs.show('history');
        void this.#parts.history.undo(
          batches.map(({ batchId }) => batchId),
          model,
        );
      },
    });
  }
}
