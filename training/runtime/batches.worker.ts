import { workerData } from 'node:worker_threads';
import { serve } from '../../src-main/channel/server.ts';
import { parentThreadPort } from '../../src-main/channel/thread-ports.ts';
import type { BatchOptions } from '../dataset/batches.ts';
import { epochBatches } from '../dataset/batches.ts';
import type { Example } from '../dataset/example.ts';
import { batchesProtocol } from './batches-protocol.ts';

/** What the worker is started with; the spectrograms are shared memory. */
export interface BatchWorkerData {
  readonly examples: readonly Example[];
  readonly options: BatchOptions;
}

const { examples, options } = workerData as BatchWorkerData;
let batches = epochBatches(examples, options, 0);

serve(parentThreadPort(), batchesProtocol, {
  epoch({ index }) {
    batches = epochBatches(examples, options, index);
    return null;
  },
  take(_, { transfer }) {
    const next = batches.next();
    if (next.done) return null;
    transfer(Object.values(next.value).map(({ buffer }) => buffer as ArrayBuffer));
    return next.value;
  },
});
