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
  /**
   * Yields float32 samples in the file's order; chunks are the consumer's to keep, and hold whole frames.
   * @throws AppError
   */
  decode(request: DecodeRequest, signal?: AbortSignal): AsyncIterable<Float32Array>;
  /** Runs FFmpeg with other arguments and returns what it prints on stdout. @throws AppError */
  run(args: readonly string[], signal?: AbortSignal): Promise<Buffer>;
}
