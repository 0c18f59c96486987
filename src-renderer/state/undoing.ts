import type { TagBatch } from '../../src-main/contract/tags.ts';
import { count, moment } from './format.ts';
import type { Stores } from './stores.svelte.ts';

type Parts = Pick<Stores, 'dialogs' | 'history' | 'messages'>;

/** Brings back what files were before genres were written. */
export class Undoing {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async undoLast(): Promise<void> {
    const batch = await this.#parts.history.newestUndoable();
    if (batch) this.confirmUndo([batch]);
    else if (this.#parts.history.phase === 'ready') this.#parts.messages.tell('There is nothing to undo.');
  }

  /**
   * Asks before batches are undone, or what a model said in them, the newest first; then shows how it went in the
   * history.
   */
  confirmUndo(batches: readonly TagBatch[], model: string | null = null): void {
    const filesOf = ({ files, undone, byModel }: TagBatch) =>
      model === null ? files - undone : (byModel.find(({ name }) => name === model)?.files ?? 0);
    const files = count(
      batches.reduce((sum, batch) => sum + filesOf(batch), 0),
      'file',
    );
    const when = batches.map(({ createdAt }) => moment(createdAt)).join(', ');
    this.#parts.dialogs.confirm({
      title: 'Undo these changes?',
      detail: `The original bytes of ${files} written on ${when} are put back. Files that were changed since are left alone${model === null ? '' : ', and so are those that you labelled yourself'}.`,
      action: `Restore ${files}`,
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
