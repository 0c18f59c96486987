import { z } from 'zod';
import type { Protocol } from '../../src-main/channel/protocol.ts';
import { float32Array } from '../../src-main/contract/typed-arrays.ts';

/** What a worker that makes batches is asked. */
export const batchesProtocol = {
  questions: {
    /** Begins an epoch. */
    epoch: { request: z.object({ index: z.number().int() }), response: z.null() },
    /** The epoch's next batch; null after the last one. */
    take: { request: z.null(), response: z.record(z.string(), float32Array).nullable() },
  },
  events: {},
} satisfies Protocol;
