import type { Decoder } from './decoder.ts';
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
  { path, sampleRate, channels, startSeconds, seconds }: PlacesRequest,
  decoder: Decoder,
  signal?: AbortSignal,
): Promise<Float32Array[]> {
  const inputs = startSeconds.flatMap((start) => [
    '-fflags',
    '+fastseek',
    '-ss',
    start.toFixed(3),
    '-t',
    seconds.toFixed(6),
    '-i',
    `file:${path}`,
  ]);
  const stream = await soundStream(path);
  const chain = (first: string) => {
    const filters = startSeconds.map(
      (_, place) =>
        `[${place}:a:${stream}]${first}aresample=${sampleRate}:rematrix_maxval=1.0,aformat=channel_layouts=${channels === 1 ? 'mono' : 'stereo'}[a${place}]`,
    );
    return `${filters.join(';')};${startSeconds.map((_, place) => `[a${place}]`).join('')}concat=n=${startSeconds.length}:v=0:a=1`;
  };
  const run = async function* (first: string) {
    yield await decoder.run(
      [
        '-v',
        'error',
        '-nostdin',
        '-protocol_whitelist',
        'file,pipe,fd',
        ...inputs,
        '-filter_complex',
        chain(first),
        '-f',
        'f32le',
        '-c:a',
        'pcm_f32le',
        'pipe:1',
      ],
      signal,
    );
  };
  const chunks: Uint8Array[] = [];
  for await (const bytes of withKnownLayout(channels, run)) chunks.push(bytes);
  const samples = createSampleReader(channels).read(Buffer.concat(chunks));
  const length = Math.round(seconds * sampleRate) * channels;
  return startSeconds
    .map((_, place) => samples.slice(place * length, (place + 1) * length))
    .filter((segment) => segment.length === length);
}
