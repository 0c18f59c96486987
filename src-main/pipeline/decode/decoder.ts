import type { HeardChannel } from '../../contract/values.ts';

/** What to decode. */
interface SoundRequest {
  readonly path: string;
  /** Of the result: 1, the default, is the mean of all; 2 come interleaved. */
  readonly channels?: 1 | 2;
  /** What one channel is made of; the mean, unless the side is asked for. */
  readonly heard?: HeardChannel;
  readonly startSeconds?: number;
  readonly durationSeconds?: number;
}

/** What to decode at one sampling rate. */
export interface DecodeRequest extends SoundRequest {
  /** Hz */
  readonly sampleRate: number;
}

/** What to decode at several sampling rates. */
export interface RatesRequest extends SoundRequest {
  /** Hz, each once; at least one. */
  readonly sampleRates: readonly number[];
}

/** Samples of one of several sampling rates. */
export interface RatedSamples {
  /** Hz */
  readonly sampleRate: number;
  readonly samples: Float32Array;
}

/** A way to turn files into samples. */
export interface Decoder {
  /**
   * Yields float32 samples in the file's order, whole frames of them, which hold until the next are asked for.
   * @throws AppError
   */
  decode(request: DecodeRequest, signal?: AbortSignal): AsyncIterable<Float32Array>;
  /**
   * Decodes once for several sampling rates. The samples of each are those of {@link decode}, bit by bit; those of
   * different rates come in turn, about level in time. @throws AppError
   */
  decodeRates(request: RatesRequest, signal?: AbortSignal): AsyncIterable<RatedSamples>;
  /** Makes ready for a whole file that will soon be decoded, where that saves time. @param path of it, or of one like it */
  prepare?(path: string): void;
  /** Runs FFmpeg with other arguments and returns what it prints on stdout. @throws AppError */
  run(args: readonly string[], signal?: AbortSignal): Promise<Buffer>;
}
