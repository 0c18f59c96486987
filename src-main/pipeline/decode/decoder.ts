/** What to decode. */
export interface DecodeRequest {
  readonly path: string;
  /** Hz */
  readonly sampleRate: number;
  /** Of the result: 1, the default, is the mean of all; 2 come interleaved. */
  readonly channels?: 1 | 2;
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

/**
 * FFmpeg's arguments for float32 at the wanted rate. `rematrix_maxval=1` keeps the mean of left and
 * right at gain 1 (without it stereo comes out 3 dB louder than mono); the `file:` prefix and the
 * protocol list keep odd names and playlists from meaning anything else.
 */
export function decodeArguments(request: DecodeRequest): string[] {
  return [
    '-v', 'error', '-nostdin', '-protocol_whitelist', 'file,pipe,fd',
    ...(request.startSeconds ? ['-ss', request.startSeconds.toFixed(6)] : []),
    ...(request.durationSeconds === undefined ? [] : ['-t', request.durationSeconds.toFixed(6)]),
    '-i', `file:${request.path}`,
    '-map', '0:a:0', '-vn', '-sn', '-dn',
    '-af', `aresample=${request.sampleRate}:rematrix_maxval=1.0`, '-ac', String(request.channels ?? 1),
    '-f', 'f32le', '-c:a', 'pcm_f32le', '-flush_packets', '0', 'pipe:1',
  ];
}
