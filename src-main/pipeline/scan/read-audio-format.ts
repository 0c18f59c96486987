import { durationOf, parseAudio } from './parse-audio.ts';

/** How a file's sound is stored. */
export interface AudioFormat {
  /** Hz, as it is best decoded. */
  readonly sampleRate: number;
  /** One, or two for everything else. */
  readonly channels: 1 | 2;
  /** What the file says; null where it says nothing. */
  readonly durationSeconds: number | null;
}

/** An audio format with what tags say of the beat. */
export interface TaggedFormat extends AudioFormat {
  /** Null where no tag tells one that can be. */
  readonly beatsPerMinute: number | null;
}

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
