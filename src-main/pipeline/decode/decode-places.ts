import type { Decoder } from './decoder.ts';
import { fileInput, FLOAT_OUTPUT, QUIET_START, resampleFilter } from './ffmpeg-arguments.ts';
import { createSampleReader } from './sample-reader.ts';
import { soundStream } from './sound-stream.ts';
import { withKnownLayout } from './unknown-layout.ts';

/** Short segments of one file. */
export interface PlacesRequest {
  readonly path: string;
  /** Hz */
  readonly sampleRate: number;
  readonly channels: 1 | 2;
  readonly startSeconds: readonly number[];
  /** Of each. */
  readonly seconds: number;
}

/**
 * Decodes many short segments in one run: starting FFmpeg takes longer than decoding them. Places are found by estimate
 * where a container would have to be read up to there. @returns interleaved samples, place by place; the last ones are
 * missing where the file ends early @throws AppError
 */
export async function decodePlaces(
  request: PlacesRequest,
  decoder: Decoder,
  signal?: AbortSignal,
): Promise<Float32Array[]> {
  const { path, sampleRate, channels, startSeconds, seconds } = request;
  const stream = await soundStream(path);
  const run = async function* (filters: string) {
    yield await decoder.run(placesArguments(request, stream, filters), signal);
  };
  const chunks: Uint8Array[] = [];
  for await (const bytes of withKnownLayout(channels, run)) chunks.push(bytes);
  const samples = createSampleReader(channels).read(Buffer.concat(chunks));
  const length = Math.round(seconds * sampleRate) * channels;
  return startSeconds
    .map((_, place) => samples.slice(place * length, (place + 1) * length))
    .filter((segment) => segment.length === length);
}

/** Every place is an input of its own; a filter joins them. @param filters to put first, each with its comma */
function placesArguments(
  { path, sampleRate, channels, startSeconds, seconds }: PlacesRequest,
  stream: number,
  filters: string,
): string[] {
  const inputs = startSeconds.flatMap((start) => [
    ...['-fflags', '+fastseek', '-ss', start.toFixed(3), '-t', seconds.toFixed(6)],
    ...fileInput(path),
  ]);
  const places = startSeconds.map((_, place) => place);
  const format = `aformat=channel_layouts=${channels === 1 ? 'mono' : 'stereo'}`;
  const chains = places.map(
    (place) => `[${place}:a:${stream}]${filters}${resampleFilter(sampleRate)},${format}[a${place}]`,
  );
  const joined = `${places.map((place) => `[a${place}]`).join('')}concat=n=${places.length}:v=0:a=1`;
  const graph = [...chains, joined].join(';');
  return [...QUIET_START, ...inputs, '-filter_complex', graph, ...FLOAT_OUTPUT, 'pipe:1'];
}
