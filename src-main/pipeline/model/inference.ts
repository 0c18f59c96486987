import { AppError } from '../../contract/app-error.ts';
import type { ProviderReport } from '../../contract/types.ts';
import type { ModelCard } from './model-card.ts';

/** Patches in, logits out, whoever computes them. */
export interface Inference {
  readonly card: ModelCard;
  readonly provider: ProviderReport;
  /** Logits [genres] of one patch [rows, patchFrames]. @throws AppError */
  logitsOf(patch: Float32Array): Promise<Float32Array>;
  close(): Promise<void>;
}

/** Computes a batch of patches [rows, patchFrames] → [count, genres], flat. */
export type BatchRunner = (patches: readonly Float32Array[]) => Promise<Float32Array>;

const MAXIMUM_BATCH = 32;
const MAXIMUM_BATCH_NUMBERS = 8 * 1024 * 1024;

/** Patches a run: enough to keep the cores busy, few enough to bound memory and delay. */
export function batchLimit(patchSize: number): number {
  return Math.max(1, Math.min(MAXIMUM_BATCH, Math.floor(MAXIMUM_BATCH_NUMBERS / patchSize)));
}

/**
 * Gathers patches of all tracks under way into batches: while one batch runs, the next one fills.
 * @returns a function like `Inference.logitsOf`
 */
export function createBatcher(runBatch: BatchRunner, genreCount: number, limit: number): (patch: Float32Array) => Promise<Float32Array> {
  const waiting: { patch: Float32Array; resolve: (logits: Float32Array) => void; reject: (error: unknown) => void }[] = [];
  let running = false;

  async function drain(): Promise<void> {
    if (running) return;
    running = true;
    while (waiting.length > 0) {
      const batch = waiting.splice(0, limit);
      try {
        const logits = await runBatch(batch.map(({ patch }) => patch));
        if (logits.length !== batch.length * genreCount) throw new AppError('model-invalid', 'The network answers with another number of genres than its card.');
        batch.forEach(({ resolve }, index) => resolve(logits.slice(index * genreCount, (index + 1) * genreCount)));
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    running = false;
  }

  return (patch) =>
    new Promise((resolve, reject) => {
      waiting.push({ patch, resolve, reject });
      // Whatever else is ready in this turn of the event loop joins the batch.
      if (!running) setImmediate(() => void drain());
    });
}
