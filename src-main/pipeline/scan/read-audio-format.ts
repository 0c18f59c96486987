import { z } from 'zod';
import type { Immutable } from '../../contract/immutable.ts';
import { durationOf, parseAudio } from './parse-audio.ts';

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

const USUAL_RATE = 44_100;
const HIGHEST_RATE = 192_000;

/**
 * Reads how a file's sound is stored. What is not known is guessed: the decoder converts.
 * @throws AppError as {@link parseAudio}
 */
export async function readAudioFormat(path: string): Promise<TaggedFormat> {
  const metadata = await parseAudio(path);
  const { sampleRate, numberOfChannels } = metadata?.format ?? {};
  return {
    sampleRate: sampleRate && sampleRate >= 1000 ? Math.min(HIGHEST_RATE, Math.round(sampleRate)) : USUAL_RATE,
    channels: numberOfChannels === 1 ? 1 : 2,
    durationSeconds: metadata && durationOf(metadata),
    beatsPerMinute: beatOf(metadata?.common.bpm),
  };
}

const SLOWEST = 20;
const FASTEST = 400;

function beatOf(bpm: number | undefined): number | null {
  return bpm !== undefined && bpm >= SLOWEST && bpm <= FASTEST ? bpm : null;
}
