import { z } from 'zod';
import type { Protocol } from '../../channel/protocol.ts';

/** Place of the number of chunks that are sent and not yet read. The worker sleeps on it when they are many. */
export const PENDING = 0;
/** Place of what becomes 1 when nobody wants the rest. */
export const UNWANTED = 1;

/** What a worker with FFmpeg in WebAssembly is asked, and what it tells of FFmpeg's output. */
export const wasmProtocol = {
  questions: {
    run: {
      /** `shared`: two Int32 that both sides see, at {@link PENDING} and {@link UNWANTED}. */
      request: z.object({ args: z.array(z.string()), shared: z.instanceof(SharedArrayBuffer) }),
      response: z.object({ status: z.number(), errors: z.string() }),
    },
  },
  events: { data: z.instanceof(Uint8Array) },
} satisfies Protocol;
/** See {@link wasmProtocol}. */
export type WasmProtocol = typeof wasmProtocol;
