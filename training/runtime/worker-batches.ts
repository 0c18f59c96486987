import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { OpenBatches } from '../dataset/batch-source.ts';
import type { Tensors } from '../../src-main/contract/tensors.ts';
import type { Example } from '../dataset/example.ts';
import type { BatchRequest, BatchWorkerData } from './batches.worker.ts';

/** Batches that are made ahead: one in the step's hands, one ready, one in the making. */
const AHEAD = 3;

/** Makes batches in a worker while the step runs. @param workerFile the built batches.worker */
export function workerBatches(workerFile: string): OpenBatches {
  return (examples, options) => {
    const worker = new Worker(workerFile, {
      workerData: { examples: examples.map(shared), options } satisfies BatchWorkerData,
    });
    const ask = (request: BatchRequest) => worker.postMessage(request);
    const arrived: (Tensors | null)[] = [];
    let failure: Error | null = null;
    worker.on('message', (feeds: Tensors | null) => arrived.push(feeds));
    worker.on('error', (error) => (failure = error));
    let outstanding = 0;
    const request = () => {
      outstanding += 1;
      ask({ kind: 'take' });
    };
    const take = async (): Promise<Tensors | null> => {
      while (arrived.length === 0) {
        if (failure) throw failure;
        await once(worker, 'message');
      }
      outstanding -= 1;
      return arrived.shift() ?? null;
    };
    return {
      async *epoch(index) {
        ask({ kind: 'epoch', index });
        for (let count = 0; count < AHEAD; count++) request();
        try {
          for (let feeds = await take(); feeds; feeds = await take()) {
            request();
            yield feeds;
          }
        } finally {
          // What is under way belongs to this epoch, not to the next one.
          while (outstanding > 0) await take();
        }
      },
      close: async () => void (await worker.terminate()),
    };
  };
}

/** Pictures cross to the worker without being copied. */
function shared(example: Example): Example {
  const levels = new Uint8Array(new SharedArrayBuffer(example.levels.length));
  levels.set(example.levels);
  return { ...example, levels };
}
