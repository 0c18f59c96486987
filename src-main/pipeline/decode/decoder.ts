import type { HeardChannel } from '../../contract/values.ts';

/** What to decode. */
export interface DecodeRequest {
  readonly path: string;
  /** Hz */
  readonly sampleRate: number;
  /** Of the result: 1, the default, is the mean of all; 2 come interleaved. */
  readonly channels?: 1 | 2;
  /** What one channel is made of; the mean, unless the side is asked for. */
  readonly heard?: HeardChannel;
  readonly startSeconds?: number;
  readonly durationSeconds?: number;
}

/** A way to turn files into samples. */
export interface Decoder {
  /** Yields float32 samples in the file's order; chunks are the consumer's to keep, and hold whole frames. @throws AppError */
  decode(request: DecodeRequest, signal?: AbortSignal): AsyncIterable<Float32Array>;
  /** Runs FFmpeg with other arguments and returns what it prints on stdout. @throws AppError */
  run(args: readonly string[], signal?: AbortSignal): Promise<Buffer>;
}

const LEAD_SECONDS = 1;

/**
 * FFmpeg's arguments for float32 at the wanted rate. `rematrix_maxval=1` keeps the mean of left and
 * right at gain 1 (without it stereo comes out 3 dB louder than mono); the `file:` prefix and the
 * protocol list keep odd names and playlists from meaning anything else. A segment is decoded from a little before it:
 * the first frames of an MP3 need bits of those before, and are silent without them. `first_pts=0` keeps the moments of
 * formats whose first frame gives no sound (WMA): the whole file and a segment of it have one clock.
 * @param stream which of the file's sound streams, see soundStream
 * @param filters to put first, each with its comma
 */
export function decodeArguments(request: DecodeRequest, stream = 0, filters = ''): string[] {
  const { startSeconds = 0, durationSeconds } = request;
  const lead = Math.min(startSeconds, LEAD_SECONDS);
  return [
    '-v',
    'error',
    '-nostdin',
    '-protocol_whitelist',
    'file,pipe,fd',
    ...(startSeconds > lead ? ['-ss', (startSeconds - lead).toFixed(6)] : []),
    ...(durationSeconds === undefined ? [] : ['-t', (durationSeconds + lead).toFixed(6)]),
    '-i',
    `file:${request.path}`,
    ...(lead > 0 ? ['-ss', lead.toFixed(6)] : []),
    '-map',
    `0:a:${stream}`,
    '-vn',
    '-sn',
    '-dn',
    '-af',
    `${filters}aresample=${request.sampleRate}:rematrix_maxval=1.0:first_pts=0`,
    '-ac',
    String(request.channels ?? 1),
    '-f',
    'f32le',
    '-c:a',
    'pcm_f32le',
    '-flush_packets',
    '0',
    'pipe:1',
  ];
}
