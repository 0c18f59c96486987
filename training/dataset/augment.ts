import type { Random } from '../random/random.ts';
import type { Example } from './example.ts';
import { cropAt, cropOf } from './example.ts';

/** How strongly training clips are varied; the names say what each does to a mel spectrogram. */
export interface Augmentation {
  /** Playing speed, as a factor around 1. */
  readonly timeRate: readonly [number, number];
  readonly maxBandShift: number;
  readonly gainDecibels: number;
  /** Tilt of the spectrum at its ends. */
  readonly tiltDecibels: number;
  /** Chance that the top is cut off as lossy codecs do. */
  readonly lowPassChance: number;
  /** Masks are below this many bands, and below this share of the frames. */
  readonly frequencyMaskBands: number;
  readonly timeMaskShare: number;
}

/** Settings found on the validation subset; see the model's card for what they led to. */
export const DEFAULT_AUGMENTATION: Augmentation = {
  timeRate: [0.85, 1.18],
  maxBandShift: 2,
  gainDecibels: 5,
  tiltDecibels: 5,
  lowPassChance: 0.25,
  frequencyMaskBands: 8,
  timeMaskShare: 1 / 8,
};

/** What a mask leaves: the mean level of every band below the clip's peak, over the training subset. */
export type MaskLevels = readonly number[];

/** A random crop [frames, bands] as it is: what a network without augmentation trains on. */
export function randomCrop(example: Example, frames: number, random: Random): Float32Array {
  return cropOf(example, random.index(Math.max(1, example.frames - frames + 1)), frames);
}

/** A random crop, varied in every way: [frames, bands], decibels relative to power 1. */
export function augmentedCrop(
  example: Example,
  frames: number,
  augmentation: Augmentation,
  masks: MaskLevels,
  random: Random,
): Float32Array {
  const bands = masks.length;
  const crop = timeScaledCrop(example, frames, random.between(...augmentation.timeRate), random);
  const shifted =
    random.uniform() < 0.5
      ? shiftBands(crop, bands, random.between(-augmentation.maxBandShift, augmentation.maxBandShift))
      : crop;
  tilt(
    shifted,
    bands,
    random.between(-augmentation.gainDecibels, augmentation.gainDecibels),
    random.between(-augmentation.tiltDecibels, augmentation.tiltDecibels),
  );
  if (random.uniform() < augmentation.lowPassChance)
    lowPass(shifted, bands, random.between(0.68, 1) * bands, example.peak - example.range);
  const levels = masks.map((level) => level + example.peak);
  for (let mask = 0; mask < 2; mask++) {
    maskBands(shifted, levels, augmentation.frequencyMaskBands, random);
    maskFrames(shifted, levels, augmentation.timeMaskShare, random);
  }
  return shifted;
}

/** A random crop, played faster or slower by leaving out or repeating frames. */
function timeScaledCrop(example: Example, frames: number, rate: number, random: Random): Float32Array {
  const start = random.between(0, Math.max(0, example.frames - frames * rate));
  return cropAt(example, frames, (index) => Math.min(Math.max(0, example.frames - 1), start + index * rate));
}

/** Moves the spectrogram up or down by a fraction of bands; the outermost bands fill in. */
export function shiftBands(crop: Float32Array, bands: number, shift: number): Float32Array {
  const result = new Float32Array(crop.length);
  for (let band = 0; band < bands; band++) {
    const source = Math.min(bands - 1, Math.max(0, band + shift));
    const low = Math.floor(source);
    const high = Math.min(bands - 1, low + 1);
    for (let at = 0; at < crop.length; at += bands) {
      const a = crop[at + low] as number;
      result[at + band] = a + ((crop[at + high] as number) - a) * (source - low);
    }
  }
  return result;
}

/** Adds a gain, and a tilt of the spectrum about its middle, in place. */
export function tilt(crop: Float32Array, bands: number, gainDecibels: number, tiltDecibels: number): void {
  crop.forEach(
    (value, index) => (crop[index] = value + gainDecibels + tiltDecibels * ((2 * (index % bands)) / (bands - 1) - 1)),
  );
}

/** Silences the bands from `cut` on, in place. */
export function lowPass(crop: Float32Array, bands: number, cut: number, floor: number): void {
  for (let at = 0; at < crop.length; at += bands) crop.fill(floor, at + Math.ceil(cut), at + bands);
}

/** Replaces a stripe of neighbouring bands (SpecAugment, Park et al. 2019), in place. */
export function maskBands(crop: Float32Array, levels: readonly number[], limit: number, random: Random): void {
  const bands = levels.length;
  const height = random.index(limit);
  const bottom = random.index(bands - height + 1);
  for (let at = 0; at < crop.length; at += bands) {
    for (let band = bottom; band < bottom + height; band++) crop[at + band] = levels[band] as number;
  }
}

/** Replaces a segment of frames, in place. */
export function maskFrames(crop: Float32Array, levels: readonly number[], share: number, random: Random): void {
  const bands = levels.length;
  const frames = crop.length / bands;
  const width = random.index(Math.ceil(frames * share));
  const first = random.index(frames - width + 1);
  for (let frame = first; frame < first + width; frame++) crop.set(levels, frame * bands);
}

/** Blends `other` into `target` (mixup, Zhang et al. 2018), in place. */
export function blend(target: Float32Array, other: Float32Array, share: number): void {
  target.forEach((value, index) => (target[index] = value * share + (other[index] as number) * (1 - share)));
}
