import { z } from 'zod';
import type { Protocol } from '../channel/protocol.ts';
import { doctorItemSchema } from '../contract/app-state.ts';

/** What the library process is asked. */
export const libraryProtocol = {
  questions: {
    copy: { request: z.object({ database: z.string() }), response: z.object({ isMade: z.boolean() }) },
    examine: {
      request: z.object({ database: z.string(), settings: z.string(), journal: z.string() }),
      response: z.array(doctorItemSchema),
    },
  },
  events: {},
} satisfies Protocol;
/** See {@link libraryProtocol}. */
export type LibraryProtocol = typeof libraryProtocol;
