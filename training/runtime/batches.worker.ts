import { parentPort, workerData } from 'node:worker_threads';
import type { BatchOptions } from '../dataset/batches.ts';
import { epochBatches } from '../dataset/batches.ts';
import type { Example } from '../dataset/example.ts';

/** What the worker is started with; the pictures are shared memory. */
export interface BatchWorkerData {
  readonly examples: readonly Example[];
  readonly options: BatchOptions;
}

/** `epoch` starts one; `take` asks for one batch more. */
export type BatchRequest = { readonly kind: 'epoch'; readonly index: number } | { readonly kind: 'take' };

const { examples, options } = workerData as BatchWorkerData;
let batches = epochBatches(examples, options, 0);

parentPort?.on('message', (request: BatchRequest) => {
  if (request.kind === 'epoch') {
    batches = epochBatches(examples, options, request.index);
    return;
  }
  const next = batches.next();
  const feeds = next.done ? null : next.value;
  parentPort?.postMessage(feeds, feeds ? Object.values(feeds).map(({ buffer }) => buffer as ArrayBuffer) : []);
});
