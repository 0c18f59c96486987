import { beatOf } from './file-facts.ts';
import { durationOf, parseAudio } from './parse-audio.ts';
import type { TaggedFormat } from './tagged-format.ts';

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
