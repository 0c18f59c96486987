import { z } from 'zod';
import type { Protocol } from '../../channel/protocol.ts';
import { providerReportSchema } from '../../contract/scan.ts';
import { float32Array, uint8Array } from '../../contract/typed-arrays.ts';
import { PROVIDER_CHOICES } from '../../contract/values.ts';

/** What an inference worker is asked: first once to load, then batch by batch. */
export const inferenceProtocol = {
  questions: {
    load: {
      request: z.object({
        network: uint8Array,
        /** See LoadedModel. */
        head: z.nullable(uint8Array),
        inputShape: z.array(z.number()),
        provider: z.enum(PROVIDER_CHOICES),
        threads: z.number(),
        /** Room for a whole batch, which both sides see: handing over buffers costs more than computing on them. */
        shared: z.instanceof(SharedArrayBuffer),
      }),
      response: providerReportSchema,
    },
    run: {
      request: z.object({ count: z.number() }),
      response: z.object({ logits: float32Array, embedding: float32Array }),
    },
    /** Rows of features, one after the other, through the head. */
    conclude: {
      request: z.object({ features: float32Array, count: z.number() }),
      response: z.object({ logits: float32Array, styles: float32Array }),
    },
  },
  events: {},
} satisfies Protocol;
