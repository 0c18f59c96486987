/** One clip: its mel spectrogram, in few bytes, and what its label allows. */
export interface Example {
  readonly id: string;
  /** Blank where unknown. */
  readonly artist: string;
  /** [frames, bands], row-major: decibels below the clip's loudest band, 255 for none, 0 for `rangeDecibels`. */
  readonly levels: Uint8Array;
  readonly frames: number;
  readonly rangeDecibels: number;
  /** Of the loudest band, relative to power 1. */
  readonly peakDecibels: number;
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
  /** Samples at 22,050 Hz from frame to frame. */
  readonly hopLength: number;
  readonly examples: readonly Example[];
}

/**
 * Stores a spectrogram in bytes; the error is at most half a step of range/255.
 * @param decibels [frames, bands] relative to power 1
 */
export function quantise(
  decibels: Float32Array,
  rangeDecibels: number,
): Pick<Example, 'levels' | 'peakDecibels' | 'rangeDecibels'> {
  const peakDecibels = decibels.reduce((a, b) => Math.max(a, b), -Infinity);
  const levels = Uint8Array.from(decibels, (value) =>
    Math.round(Math.max(0, (value - peakDecibels) / rangeDecibels + 1) * 255),
  );
  return { levels, peakDecibels, rangeDecibels };
}

/**
 * Frames `start` to `start + count` of a clip, [count, bands] decibels relative to power 1; a short clip is repeated.
 */
export function cropOf(example: Example, start: number, count: number): Float32Array {
  return cropAt(example, count, (index) => start + index);
}

/** Frames that `frameAt` chooses; what lies beyond the end begins anew. */
export function cropAt(
  { levels, frames, rangeDecibels, peakDecibels }: Example,
  count: number,
  frameAt: (index: number) => number,
): Float32Array {
  const bands = levels.length / frames;
  const crop = new Float32Array(count * bands);
  const scale = rangeDecibels / 255;
  const offset = peakDecibels - rangeDecibels;
  for (let index = 0; index < count; index++) {
    const from = (Math.floor(frameAt(index)) % frames) * bands;
    for (let band = 0; band < bands; band++)
      crop[index * bands + band] = (levels[from + band] as number) * scale + offset;
  }
  return crop;
}

/** Where patches begin that cover a clip, overlapping by half; a short clip has one. */
export function patchStarts(frames: number, patchFrames: number): number[] {
  const starts: number[] = [];
  for (let start = 0; start === 0 || start + patchFrames <= frames; start += Math.ceil(patchFrames / 2))
    starts.push(start);
  return starts;
}
