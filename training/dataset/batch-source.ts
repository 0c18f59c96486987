import type { Tensors } from '../../src-main/contract/tensors.ts';
import type { BatchOptions } from './batches.ts';
import { epochBatches } from './batches.ts';
import type { Example } from './example.ts';

/** Where a training run gets its batches from, epoch by epoch. */
interface BatchSource {
  /** The batches of epoch `index` (from 0), in an order that the seed decides. */
  epoch(index: number): AsyncIterable<Tensors>;
  close(): Promise<void>;
}

/** Opens a source; a worker in the app, so that the next batch is made while a step runs. */
export type OpenBatches = (examples: readonly Example[], options: BatchOptions) => BatchSource;

/** Makes batches in the caller's own thread when they are asked for. */
export const localBatches: OpenBatches = (examples, options) => ({
  async *epoch(index) {
    yield* epochBatches(examples, options, index);
  },
  close: () => Promise.resolve(),
});
