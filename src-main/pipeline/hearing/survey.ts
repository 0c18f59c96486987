import type { HeardChannel } from '../../contract/values.ts';
import { mixChannels } from '../decode/channel-mix.ts';
import type { Decoder } from '../decode/decoder.ts';
import { isAudible, Loudness, meanPower } from './loudness.ts';

/** Mean power of every second of a segment, of the channels' mean and of half their difference. */
export interface Survey {
  readonly mix: readonly number[];
  readonly side: readonly number[];
}

/** What is surveyed: a file, or a segment of it. */
export interface SurveyRequest {
  readonly path: string;
  readonly startSeconds?: number;
  readonly durationSeconds?: number;
}

/** Levels need no high frequencies. */
const SAMPLE_RATE = 11_025;
/** Two hours tell where sound is; a sparse file on the disk may hold years of silence. */
const LONGEST_SECONDS = 7_200;
/** 12 dB, as a power. */
const FAR = 16;

/**
 * Listens only for where sound is, and in which channel. One pass over two hours at most; 16 bytes a second are kept.
 * @throws AppError
 */
export async function survey(request: SurveyRequest, decoder: Decoder, signal?: AbortSignal): Promise<Survey> {
  const [mix, side] = [new Loudness(SAMPLE_RATE), new Loudness(SAMPLE_RATE)];
  const durationSeconds = Math.min(request.durationSeconds ?? LONGEST_SECONDS, LONGEST_SECONDS);
  const asked = { ...request, durationSeconds, sampleRate: SAMPLE_RATE, channels: 2 } as const;
  for await (const samples of decoder.decode(asked, signal)) {
    mix.push(mixChannels(samples, 2, 'mix'));
    side.push(mixChannels(samples, 2, 'side'));
  }
  return { mix: mix.powers, side: side.powers };
}

/**
 * Which signal of a segment is to be analysed. A mean that lies 12 dB below half the difference comes from channels of
 * opposite sign: it lacks what is loudest in them. Half the difference is then about what either channel holds.
 */
export function channelOf({ mix, side }: Survey): HeardChannel {
  const sidePower = meanPower(side);
  return isAudible(sidePower) && FAR * meanPower(mix) < sidePower ? 'side' : 'mix';
}

/** Which seconds hold sound, in whichever signal. */
export function audibleSeconds({ mix, side }: Survey): boolean[] {
  return mix.map((power, second) => isAudible(Math.max(power, side[second] ?? 0)));
}

/** Some seconds of a survey. */
export function partOf({ mix, side }: Survey, startSeconds: number, seconds: number): Survey {
  const [from, to] = [Math.floor(startSeconds), Math.ceil(startSeconds + seconds)];
  return { mix: mix.slice(from, to), side: side.slice(from, to) };
}
