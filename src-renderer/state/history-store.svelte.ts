import type { ErrorData } from '../../src-main/contract/app-error.ts';
import type { TagBatch, TagProgress, TagResult } from '../../src-main/contract/tags.ts';
import { errorDataOf, type Client } from '../api/bridge.ts';
import type { TagWriting } from './tag-writing.svelte.ts';

/** What the history needs of the window. */
export interface HistoryParts {
  readonly writing: TagWriting;
  /** Told how undoing or redoing ended. */
  readonly ended: (kind: TagProgress['kind'], result: TagResult) => void;
  /** Told that it could not be done. */
  readonly failed: (error: unknown) => void;
}

/** The batches written so far, and the undoing and redoing of them. */
export class HistoryStore {
  batches = $state.raw<readonly TagBatch[]>([]);
  phase = $state.raw<'loading' | 'ready' | 'undoing' | 'redoing' | 'failed'>('loading');
  failure = $state.raw<ErrorData | null>(null);
  /** How the last undo or redo ended, until the history is opened again. */
  result = $state.raw<TagResult | null>(null);
  /** What {@link result} is of. */
  resultOf = $state.raw<TagProgress['kind']>('undo');
  readonly isBusy = $derived(this.phase === 'undoing' || this.phase === 'redoing');

  readonly #api: Client;
  readonly #parts: HistoryParts;

  constructor(api: Client, parts: HistoryParts) {
    this.#api = api;
    this.#parts = parts;
  }

  async open(): Promise<void> {
    if (this.isBusy) return;
    this.result = null;
    await this.#load();
  }

  /** A batch as it is now; null where it is gone. @throws BridgeError */
  async find(batchId: string): Promise<TagBatch | null> {
    const batches = await this.#api.call('tags.batches', null);
    return batches.find((batch) => batch.batchId === batchId) ?? null;
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
    await this.#run('undo', () => this.#undoAll(batchIds, model, files));
  }

  /** Writes a batch again that was undone. @returns the batch that came of it; null where nothing was written */
  async redo(batchId: string): Promise<string | null> {
    let written: string | null = null;
    await this.#run('apply', async () => {
      this.result = await this.#api.call('tags.redo', { batchId });
      written = this.result.batchId;
    });
    return written;
  }

  async #run(kind: TagProgress['kind'], job: () => Promise<void>): Promise<void> {
    if (this.#parts.writing.isBusy) return;
    this.phase = kind === 'undo' ? 'undoing' : 'redoing';
    this.result = null;
    this.resultOf = kind;
    try {
      await this.#parts.writing.run(kind, job);
      await this.#load();
      if (this.result) this.#parts.ended(kind, this.result);
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
