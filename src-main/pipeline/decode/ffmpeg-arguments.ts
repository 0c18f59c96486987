import { AUDIO_DEMUXERS } from '../audio-files.ts';
import type { RatesRequest } from './decoder.ts';

/** What every run begins with: errors alone are printed, and nothing is asked. */
export const QUIET_START = ['-v', 'error', '-nostdin'] as const;

/** Samples as FFmpeg gives them to us: float32, little-endian. */
export const FLOAT_OUTPUT = ['-f', 'f32le', '-c:a', 'pcm_f32le'] as const;

const AVI_OUTPUT = ['-f', 'avi', '-c:a', 'pcm_f32le'] as const;

/**
 * What FFmpeg may read a file by, whatever it holds, as options of an input: only the demuxers of music, and files alone.
 * A playlist would have FFmpeg read other files or addresses.
 */
export const INPUT_LIMITS = { protocol_whitelist: 'file', format_whitelist: AUDIO_DEMUXERS.join(',') } as const;

/** A file's name for FFmpeg: the prefix keeps it from meaning a protocol or an option. */
export function fileName(path: string): string {
  return `file:${path}`;
}

/** A file as an input. FFmpeg forgets input options with each `-i`, so every input has its own. */
export function fileInput(path: string): readonly string[] {
  const limits = Object.entries(INPUT_LIMITS).flatMap(([name, value]) => [`-${name}`, value]);
  return [...limits, '-i', fileName(path)];
}

/**
 * The filter that resamples and mixes. `rematrix_maxval=1` keeps the mean of left and right at gain 1: without it
 * stereo comes out 3 dB louder than mono.
 * @param sampleRate Hz
 */
export function resampleFilter(sampleRate: number): string {
  return `aresample=${sampleRate}:rematrix_maxval=1.0`;
}

const LEAD_SECONDS = 1;

/**
 * Seconds that are decoded before what is wanted: the first frames of an MP3 need bits of those before, and are silent
 * without them.
 */
export function leadOf({ startSeconds = 0 }: Pick<RatesRequest, 'startSeconds'>): number {
  return Math.min(startSeconds, LEAD_SECONDS);
}

/**
 * FFmpeg's arguments for float32 at the wanted rate; for several, they come as streams of one AVI file (what FFmpeg
 * writes most simply of what holds more than one). `first_pts=0` keeps the moments of formats whose first
 * frame gives no sound (WMA): the whole file and a segment of it have one clock.
 * @param stream which of the file's sound streams, see soundStream
 * @param filters to put first, each with its comma
 */
export function decodeArguments(request: RatesRequest, stream = 0, filters = ''): string[] {
  const { sampleRates, startSeconds = 0, durationSeconds } = request;
  const lead = leadOf(request);
  return [
    ...QUIET_START,
    ...(startSeconds > lead ? ['-ss', (startSeconds - lead).toFixed(6)] : []),
    ...(durationSeconds === undefined ? [] : ['-t', (durationSeconds + lead).toFixed(6)]),
    ...fileInput(request.path),
    ...(lead > 0 ? ['-ss', lead.toFixed(6)] : []),
    ...sampleRates.flatMap(() => ['-map', `0:a:${stream}`]),
    ...['-vn', '-sn', '-dn'],
    ...sampleRates.flatMap((sampleRate, output) => [
      `-filter:a:${output}`,
      `${filters}${resampleFilter(sampleRate)}:first_pts=0`,
    ]),
    ...outputOptions(request),
  ];
}

/** How the samples of all rates leave FFmpeg. */
export function outputOptions({ sampleRates, channels = 1 }: RatesRequest): readonly string[] {
  const format = sampleRates.length === 1 ? FLOAT_OUTPUT : AVI_OUTPUT;
  return ['-ac', String(channels), ...format, '-flush_packets', '0', 'pipe:1'];
}
