import { z } from 'zod';
import type { Protocol } from '../channel/protocol.ts';

/** What the process is asked that watches the open folder, and what it tells. */
export const watchProtocol = {
  questions: {
    /** Watches these folders and no others; false where the system does not tell of changes in one of them. */
    watch: { request: z.object({ folders: z.array(z.string()) }), response: z.object({ isWatched: z.boolean() }) },
  },
  events: {
    /** Something in a folder changed that may be music. */
    changed: z.null(),
    /** The system has stopped telling. */
    lost: z.null(),
  },
} satisfies Protocol;
/** See {@link watchProtocol}. */
export type WatchProtocol = typeof watchProtocol;
