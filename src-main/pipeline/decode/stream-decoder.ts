import { AppError, throwIfCancelled } from '../../contract/app-error.ts';
import { isByteName } from '../../files/fs-path.ts';
import { AviReader } from './avi-reader.ts';
import { mixChannels } from './channel-mix.ts';
import type { DecodeRequest, Decoder, RatedSamples, RatesRequest } from './decoder.ts';
import { clockStart } from './clock-start.ts';
import { decodeArguments } from './ffmpeg-arguments.ts';
import { movieArguments } from './movie-source.ts';
import { quickFirst } from './quick-first.ts';
import { createSampleReader } from './sample-reader.ts';
import { soundStream } from './sound-stream.ts';
import { withKnownLayout } from './unknown-layout.ts';
import type { AwaitedFile } from './waiting-program.ts';

/** A decoder that says nothing for this long while it is waited for is taken for dead. */
export const SILENCE_LIMIT_MILLISECONDS = 30_000;

/** Runs FFmpeg and yields what it writes to stdout, in pieces of any size, which hold until the next is asked for. */
export type RunFfmpeg = (args: readonly string[], signal?: AbortSignal) => AsyncIterable<Uint8Array>;

/** Other ways of running FFmpeg, where there are any. */
interface QuickerRuns {
  /** For arguments of movieArguments, where they are quicker; throws IncompleteError where FFmpeg ends with an error. */
  readonly runMovie?: RunFfmpeg | undefined;
  /** For a whole file, where a program waits that can read it; throws IncompleteError where another run has to go on. */
  readonly runWaiting?: (file: AwaitedFile, signal?: AbortSignal) => AsyncIterable<Uint8Array> | null;
}

interface Runs extends QuickerRuns {
  readonly run: RunFfmpeg;
}

/** A decoder over any way of running FFmpeg. */
export function createStreamDecoder(run: RunFfmpeg, quicker: QuickerRuns = {}): Decoder {
  const runs = { run, ...quicker };
  return {
    decode: (request, signal) => decodeOne(runs, request, signal),
    decodeRates: (request, signal) => decodeSeveral(runs, request, signal),
    async run(args, signal) {
      const chunks: Uint8Array[] = [];
      for await (const bytes of run(args, signal)) chunks.push(new Uint8Array(bytes));
      return Buffer.concat(chunks);
    },
  };
}

async function* decodeOne(
  runs: Runs,
  { sampleRate, ...request }: DecodeRequest,
  signal?: AbortSignal,
): AsyncGenerator<Float32Array> {
  for await (const { samples } of decodeTogether(runs, { ...request, sampleRates: [sampleRate] }, signal))
    yield samples;
}

/**
 * All rates at once, or one after the other where nothing comes of that: the reason is then that of a plain run, and an
 * FFmpeg that cannot write AVI files does as well.
 */
async function* decodeSeveral(runs: Runs, request: RatesRequest, signal?: AbortSignal): AsyncGenerator<RatedSamples> {
  let isHeard = false;
  try {
    for await (const samples of decodeTogether(runs, request, signal)) {
      isHeard = true;
      yield samples;
    }
  } catch (error) {
    if (isHeard || request.sampleRates.length === 1 || !isOfFile(error)) throw error;
    for (const sampleRate of request.sampleRates)
      yield* decodeTogether(runs, { ...request, sampleRates: [sampleRate] }, signal);
  }
}

function isOfFile(error: unknown): boolean {
  return error instanceof AppError && error.code === 'file-corrupt';
}

async function* decodeTogether(runs: Runs, request: RatesRequest, signal?: AbortSignal): AsyncGenerator<RatedSamples> {
  const isSide = request.heard === 'side';
  const channels = isSide ? 2 : (request.channels ?? 1);
  const streams = request.sampleRates.map((sampleRate) => ({ sampleRate, reader: createSampleReader(channels) }));
  const container = streams.length === 1 ? null : new AviReader(streams.length);
  let isEmpty = true;
  for await (const bytes of bytesOf(runs, { ...request, channels }, signal)) {
    const parts = container?.read(bytes) ?? [bytes];
    for (const [index, { sampleRate, reader }] of streams.entries()) {
      const read = reader.read(parts[index] as Uint8Array);
      if (read.length === 0) continue;
      isEmpty = false;
      yield { sampleRate, samples: isSide ? mixChannels(read, 2, 'side') : read };
    }
  }
  if (isEmpty) throw new AppError('file-corrupt', 'The decoder found no samples.');
}

async function* bytesOf(
  { run, runMovie, runWaiting }: Runs,
  request: RatesRequest & { readonly channels: 1 | 2 },
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const stream = await soundStream(request.path);
  const usual = () =>
    withKnownLayout(request.channels, (filters) => run(decodeArguments(request, stream, filters), signal));
  // A name that is not UTF-8 is no text for a filter.
  const clock = runMovie && !isByteName(request.path) ? await clockStart(request.path) : null;
  const quickest = () =>
    runMovie && clock !== null
      ? quickFirst(() => runMovie(movieArguments(request, stream, clock), signal), usual)
      : usual();
  throwIfCancelled(signal);
  const awaited = runWaiting?.({ request, stream, clock }, signal);
  yield* awaited ? quickFirst(() => awaited, quickest) : quickest();
}
