import { AppError } from '../../contract/app-error.ts';
import type { ProviderReport } from '../../contract/types.ts';
import type { ModelCard } from './model-card.ts';

/** Patches in, logits out, whoever computes them. */
export interface Inference {
  readonly card: ModelCard;
  readonly provider: ProviderReport;
  /** Logits [genres] of one patch [rows, patchFrames]; the patch's buffer is given away. @throws AppError */
  logitsOf(patch: Float32Array): Promise<Float32Array>;
  close(): Promise<void>;
}

/** Computes a batch: [count, rows, patchFrames] → [count, genres], flat. */
export type BatchRunner = (patches: Float32Array, count: number) => Promise<Float32Array>;

/** Patches a run: enough to keep the cores busy, few enough to bound memory and delay. */
const MAXIMUM_BATCH = 32;

/**
 * Gathers patches of all tracks under way into batches: while one batch runs, the next one fills.
 * @returns a function like `Inference.logitsOf`
 */
export function createBatcher(runBatch: BatchRunner, genreCount: number): (patch: Float32Array) => Promise<Float32Array> {
  const waiting: { patch: Float32Array; resolve: (logits: Float32Array) => void; reject: (error: unknown) => void }[] = [];
  let running = false;

  async function drain(): Promise<void> {
    if (running) return;
    running = true;
    while (waiting.length > 0) {
      const batch = waiting.splice(0, MAXIMUM_BATCH);
      try {
        const logits = await runBatch(concatenate(batch.map(({ patch }) => patch)), batch.length);
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

function concatenate(patches: readonly Float32Array[]): Float32Array {
  const size = patches[0]?.length ?? 0;
  const joined = new Float32Array(size * patches.length);
  patches.forEach((patch, index) => joined.set(patch, index * size));
  return joined;
}
