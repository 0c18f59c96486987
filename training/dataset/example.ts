import type { FrontEndSpec } from './front-end-spec.ts';

/** One clip: its mel spectrogram, in few bytes, and what its label allows. */
export interface Example {
  readonly id: string;
  /** Blank where unknown. */
  readonly artist: string;
  /** [frames, bands], row-major: how far below `peak`, 255 for not at all, 0 for `range`. */
  readonly levels: Uint8Array;
  readonly frames: number;
  /** Decibels, or what the front end has in their place. */
  readonly range: number;
  /** Of the loudest band; decibels relative to power 1, or the front end's own level. */
  readonly peak: number;
  /** Index of every genre that the label allows: one, or several for a partial label. */
  readonly allowed: readonly number[];
  /** Subsets of splits that others have published, by the split's name. */
  readonly published: Readonly<Record<string, Subset>>;
}

/** The subsets of a split. */
export const SUBSETS = ['train', 'valid', 'test'] as const;
/** See {@link SUBSETS}. */
export type Subset = (typeof SUBSETS)[number];

/** Clips and what they may be called. */
export interface Dataset {
  readonly name: string;
  readonly genres: readonly string[];
  readonly bands: number;
  /** What made the examples' spectrograms. */
  readonly frontEnd: FrontEndSpec;
  readonly examples: readonly Example[];
}

/**
 * Stores a spectrogram in bytes; the error is at most half a step of range/255.
 * @param levels [frames, bands], decibels relative to power 1 or the front end's own
 * @param range what lies further below the loudest level is cut off; null: nothing is
 */
export function quantise(levels: Float32Array, range: number | null): Pick<Example, 'levels' | 'peak' | 'range'> {
  const peak = levels.reduce((a, b) => Math.max(a, b), -Infinity);
  const lowest = levels.reduce((a, b) => Math.min(a, b), Infinity);
  const kept = range ?? Math.max(peak - lowest, Number.EPSILON);
  const bytes = Uint8Array.from(levels, (value) => Math.round(Math.max(0, (value - peak) / kept + 1) * 255));
  return { levels: bytes, peak, range: kept };
}

/**
 * Frames `start` to `start + count` of a clip, [count, bands] levels; a short clip is repeated.
 */
export function cropOf(example: Example, start: number, count: number): Float32Array {
  return cropAt(example, count, (index) => start + index);
}

/** Frames that `frameAt` chooses; what lies beyond the end begins anew. */
export function cropAt(
  { levels, frames, range, peak }: Example,
  count: number,
  frameAt: (index: number) => number,
): Float32Array {
  const bands = levels.length / frames;
  const crop = new Float32Array(count * bands);
  const scale = range / 255;
  const offset = peak - range;
  for (let index = 0; index < count; index++) {
    const from = (Math.floor(frameAt(index)) % frames) * bands;
    for (let band = 0; band < bands; band++)
      crop[index * bands + band] = (levels[from + band] as number) * scale + offset;
  }
  return crop;
}

/** Where patches begin, `hop` frames apart; a short clip has one. */
export function patchStarts(frames: number, patchFrames: number, hop: number): number[] {
  const starts: number[] = [];
  for (let start = 0; start === 0 || start + patchFrames <= frames; start += hop) starts.push(start);
  return starts;
}
