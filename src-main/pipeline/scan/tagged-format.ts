import { z } from 'zod';
import type { Immutable } from '../../contract/immutable.ts';

/** An audio format with what tags say of the beat. */
export const taggedFormatSchema = z.object({
  /** Hz, as it is best decoded. */
  sampleRate: z.number(),
  /** One, or two for everything else. */
  channels: z.literal([1, 2]),
  /** What the file says; null where it says nothing. */
  durationSeconds: z.nullable(z.number()),
  /** Null where no tag tells one that can be. */
  beatsPerMinute: z.nullable(z.number()),
});
/** See {@link taggedFormatSchema}. */
export type TaggedFormat = Immutable<z.infer<typeof taggedFormatSchema>>;
/** How a file's sound is stored. */
export type AudioFormat = Omit<TaggedFormat, 'beatsPerMinute'>;
