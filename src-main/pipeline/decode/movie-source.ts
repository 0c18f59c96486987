import type { RatesRequest } from './decoder.ts';
import { fileName, INPUT_LIMITS, leadOf, outputOptions, QUIET_START, resampleFilter } from './ffmpeg-arguments.ts';

/** From this version on, FFmpeg hands every packet and frame from thread to thread. */
const FIRST_THREADED_VERSION = 7;
/** Seeking comes out somewhat later than asked for in some formats. */
const SEEK_LEAD_SECONDS = 1.25;
/** Samples that are handed on at once. */
const SAMPLES_AT_ONCE = 65_536;

/** Whether {@link movieArguments} are quicker than an input; not known of versions without a number. */
export function isMovieSourceQuick(version: string): boolean {
  const major = /^n?(\d+)\./.exec(version)?.[1];
  return major !== undefined && Number(major) >= FIRST_THREADED_VERSION;
}

/**
 * FFmpeg's arguments for the samples that decodeArguments give, read by a filter in place of an input: it demuxes and
 * decodes within one thread. It ends at the first damaged frame.
 * @param clockStart seconds, see clockStart
 */
export function movieArguments(request: RatesRequest, stream: number, clockStart: number): string[] {
  return [
    ...QUIET_START,
    ...['-filter_complex_threads', '1'],
    ...['-filter_complex', movieGraph(request, stream, clockStart)],
    ...request.sampleRates.flatMap((_, output) => ['-map', `[r${output}]`]),
    ...outputOptions(request),
  ];
}

/** The graph of {@link movieArguments}, whose outputs are [r0], [r1] and so on. @param last a filter behind each, with its comma */
export function movieGraph(request: RatesRequest, stream: number, clockStart: number, last = ''): string {
  const { sampleRates } = request;
  const split = sampleRates.map((_, output) => `[s${output}]`).join('');
  const resampled = sampleRates.map(
    (sampleRate, output) =>
      `[s${output}]${resampleFilter(sampleRate)}:first_pts=0${withoutLead(request)}${last}[r${output}]`,
  );
  const source = [movieFilter(request, stream), ...cutFilters(request, clockStart), `asplit=${sampleRates.length}`];
  return [`${source.join(',')}${split}`, ...resampled].join(';');
}

/** One thread: with several, the decoders of WavPack and TTA crash within this filter (FFmpeg 9.0). */
function movieFilter({ path, startSeconds = 0 }: RatesRequest, stream: number): string {
  const options = {
    filename: fileName(path),
    streams: `a:${stream}`,
    dec_threads: '1',
    seek_point: Math.max(0, startSeconds - SEEK_LEAD_SECONDS).toFixed(6),
    format_opts: dictionary(INPUT_LIMITS),
  };
  return `amovie=${Object.entries(options)
    .map(([name, value]) => `${name}=${inGraph(inOptions(value))}`)
    .join(':')}`;
}

/** Cuts at the file's own rate, and counts time from there. */
function cutFilters(request: RatesRequest, clockStart: number): string[] {
  const { startSeconds = 0, durationSeconds } = request;
  const from = clockStart + startSeconds - leadOf(request);
  const end = durationSeconds === undefined ? '' : `:end=${(clockStart + startSeconds + durationSeconds).toFixed(6)}`;
  const isCut = startSeconds > 0 || durationSeconds !== undefined;
  return [
    `asetnsamples=n=${SAMPLES_AT_ONCE}:p=0`,
    ...(isCut ? [`atrim=start=${from.toFixed(6)}${end}`] : []),
    `asetpts=round(PTS-${from.toFixed(6)}/TB)`,
  ];
}

function withoutLead(request: RatesRequest): string {
  const lead = leadOf(request);
  return lead > 0 ? `,atrim=start=${lead.toFixed(6)}` : '';
}

/** The quoting of a dictionary of options (`ffmpeg-utils`, “Quoting and escaping”). */
function dictionary(options: Readonly<Record<string, string>>): string {
  return Object.entries(options)
    .map(([name, value]) => `${name}=${escaped(value, "\\':=,")}`)
    .join(':');
}

/** A value among a filter's options (`ffmpeg-filters`, “Notes on filtergraph escaping”, first level). */
function inOptions(value: string): string {
  return escaped(value, "\\':");
}

/** The same within a graph (second level). */
function inGraph(value: string): string {
  return escaped(value, "\\'[],;");
}

function escaped(value: string, signs: string): string {
  return Array.from(value, (sign) => (signs.includes(sign) ? `\\${sign}` : sign)).join('');
}
