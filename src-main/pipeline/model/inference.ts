import { AppError } from '../../contract/app-error.ts';
import type { ProviderReport } from '../../contract/scan.ts';
import type { ModelCard } from './model-card.ts';
import { MOST_FEATURES } from './model-card.ts';

/** What a network makes of one patch. */
export interface PatchAnswer {
  /** [genres] */
  readonly logits: Float32Array;
  /** What the last layer is given: tracks that sound alike have near ones. Empty where the file does not tell it. */
  readonly embedding: Float32Array;
}

/** What a head makes of features. */
export interface HeadAnswer {
  /** [count, genres] */
  readonly logits: Float32Array;
  /** [count, styles], logits; empty where the head has none. */
  readonly styles: Float32Array;
}

/** Rows of features [count, features] in, as many rows of logits out. @throws AppError */
export type RunHead = (features: Float32Array, count: number) => Promise<HeadAnswer>;

/** Patches in, answers out, whoever computes them. */
export interface Inference {
  readonly card: ModelCard;
  readonly provider: ProviderReport;
  /** What makes genres of its features; null where the network itself does. */
  readonly head: RunHead | null;
  /** What the network makes of one patch of its input's shape. @throws AppError */
  recognise(patch: Float32Array): Promise<PatchAnswer>;
  close(): Promise<void>;
}

/** Computes a batch of patches: [count, genres] and [count, features], flat. */
export type BatchRunner = (patches: readonly Float32Array[]) => Promise<PatchAnswer>;

const MAXIMUM_BATCH = 32;
const MAXIMUM_BATCH_NUMBERS = 8 * 1024 * 1024;

/** Patches a run: enough to keep the cores busy, few enough to bound memory and delay. */
export function batchLimit(patchSize: number): number {
  return Math.max(1, Math.min(MAXIMUM_BATCH, Math.floor(MAXIMUM_BATCH_NUMBERS / patchSize)));
}

/**
 * Gathers patches of all tracks under way into batches: while one batch runs, the next one fills.
 * @param genreCount how many logits there must be; null where a head stands for them
 * @returns a function like `Inference.recognise`
 */
export function createBatcher(
  runBatch: BatchRunner,
  genreCount: number | null,
  limit: number,
): (patch: Float32Array) => Promise<PatchAnswer> {
  const waiting: { patch: Float32Array; resolve: (answer: PatchAnswer) => void; reject: (error: unknown) => void }[] =
    [];
  let running = false;

  async function drain(): Promise<void> {
    if (running) return;
    running = true;
    while (waiting.length > 0) {
      const batch = waiting.splice(0, limit);
      try {
        const { logits, embedding } = await runBatch(batch.map(({ patch }) => patch));
        if (genreCount !== null && logits.length !== batch.length * genreCount)
          throw new AppError('model-invalid', 'The network answers with another number of genres than its card.');
        if (embedding.length > batch.length * MOST_FEATURES)
          throw new AppError('model-invalid', `The network gives more than ${MOST_FEATURES} features.`);
        batch.forEach(({ resolve }, index) =>
          resolve({ logits: rowOf(logits, index, batch.length), embedding: rowOf(embedding, index, batch.length) }),
        );
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

function rowOf(rows: Float32Array, row: number, count: number): Float32Array {
  const width = rows.length / count;
  return rows.slice(row * width, (row + 1) * width);
}
