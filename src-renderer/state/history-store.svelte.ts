import type { ErrorData } from '../../src-main/contract/app-error.ts';
import type { TagBatch, TagResult } from '../../src-main/contract/tags.ts';
import { errorDataOf, type Client } from '../api/bridge.ts';
import type { TagWriting } from './tag-writing.svelte.ts';

/** What the history needs of the window. */
export interface HistoryParts {
  readonly writing: TagWriting;
  /** Told how undoing ended. */
  readonly ended: (result: TagResult) => void;
  /** Told that it could not be done. */
  readonly failed: (error: unknown) => void;
}

/** The batches written so far and the undoing of one of them. */
export class HistoryStore {
  batches = $state.raw<readonly TagBatch[]>([]);
  phase = $state.raw<'loading' | 'ready' | 'undoing' | 'failed'>('loading');
  failure = $state.raw<ErrorData | null>(null);
  /** How the last undo ended, until the history is opened again. */
  result = $state.raw<TagResult | null>(null);

  readonly #api: Client;
  readonly #parts: HistoryParts;

  constructor(api: Client, parts: HistoryParts) {
    this.#api = api;
    this.#parts = parts;
  }

  async open(): Promise<void> {
    if (this.phase === 'undoing') return;
    this.result = null;
    await this.#load();
  }

  /** The newest batch with files that can still be restored, if any. */
  async newestUndoable(): Promise<TagBatch | null> {
    await this.#load();
    const undoable = this.batches.filter((batch) => batch.undone + batch.refused < batch.files);
    return undoable.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt))[0] ?? null;
  }

  /** Batches of a model's predictions with files that can still be restored, the newest first. */
  writtenBy(model: string): readonly TagBatch[] {
    return this.batches.filter(({ byModel }) => byModel.some(({ name }) => name === model));
  }

  /**
   * Undoes batches one after the other, or only the predictions of a model in them, or only files with these numbers. Of
   * batches with the same files, the newest must come first.
   */
  async undo(batchIds: readonly string[], model: string | null = null, files: Int32Array | null = null): Promise<void> {
    if (this.#parts.writing.isBusy) return;
    this.phase = 'undoing';
    this.result = null;
    try {
      await this.#parts.writing.run('undo', () => this.#undoAll(batchIds, model, files));
      await this.#load();
      if (this.result) this.#parts.ended(this.result);
    } catch (error) {
      this.#fail(error);
      this.#parts.failed(error);
    }
  }

  async #undoAll(batchIds: readonly string[], model: string | null, files: Int32Array | null): Promise<void> {
    const results: TagResult[] = [];
    for (const batchId of batchIds) {
      const result = await this.#api.call('tags.undo', { batchId, model, files });
      results.push(result);
      this.result = {
        ...result,
        written: results.reduce((sum, { written }) => sum + written, 0),
        failures: results.flatMap(({ failures }) => failures),
      };
      if (result.cancelled) break;
    }
  }

  async #load(): Promise<void> {
    try {
      this.batches = await this.#api.call('tags.batches', null);
      this.phase = 'ready';
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    this.failure = errorDataOf(error);
    this.phase = 'failed';
  }
}

/** Whether a batch still has files to restore. */
export function isUndoable(batch: TagBatch): boolean {
  return batch.undone < batch.files;
}
