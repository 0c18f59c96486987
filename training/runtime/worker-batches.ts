import { Connection } from '../../src-main/channel/connection.ts';
import { startThread } from '../../src-main/channel/thread-ports.ts';
import type { OpenBatches } from '../dataset/batch-source.ts';
import type { Tensors } from '../../src-main/contract/tensors.ts';
import type { Example } from '../dataset/example.ts';
import { batchesProtocol } from './batches-protocol.ts';
import type { BatchWorkerData } from './batches.worker.ts';

/** Batches that are made ahead: one in the step's hands, one ready, one in the making. */
const AHEAD = 3;

/** Makes batches in a worker while the step runs. @param workerFile the built batches.worker */
export function workerBatches(workerFile: string): OpenBatches {
  return (examples, options) => {
    const data: BatchWorkerData = { examples: examples.map(shared), options };
    const port = startThread(workerFile, 'batch worker', data);
    const worker = new Connection(batchesProtocol, port, { crashCode: 'unexpected' });
    return {
      async *epoch(index) {
        await worker.ask('epoch', { index });
        const ahead: Promise<Tensors | null>[] = [];
        const takeOneMore = () => {
          const batch = worker.ask('take', null);
          // Whoever waits for it hears of a failure.
          batch.catch(() => undefined);
          ahead.push(batch);
        };
        for (let count = 0; count < AHEAD; count++) takeOneMore();
        try {
          for (let feeds = await ahead.shift(); feeds; feeds = await ahead.shift()) {
            takeOneMore();
            yield feeds;
          }
        } finally {
          // What is under way belongs to this epoch, not to the next one.
          await Promise.allSettled(ahead);
        }
      },
      close: () => worker.kill(),
    };
  };
}

/** Spectrograms cross to the worker without being copied. */
function shared(example: Example): Example {
  const levels = new Uint8Array(new SharedArrayBuffer(example.levels.length));
  levels.set(example.levels);
  return { ...example, levels };
}
