import { z } from 'zod';
import type { Protocol } from '../channel/protocol.ts';
import { mapProgressSchema, soundMapSchema } from '../contract/sound-map.ts';

/** What the thread that computes maps is asked. */
export const soundMapProtocol = {
  questions: {
    /** The map of a music folder; maps are kept in another folder. */
    map: { request: z.object({ root: z.string(), folder: z.string() }), response: soundMapSchema },
  },
  events: { progress: mapProgressSchema },
} satisfies Protocol;
/** See {@link soundMapProtocol}. */
export type SoundMapProtocol = typeof soundMapProtocol;
