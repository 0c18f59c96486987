import type { Random } from '../random.ts';
import type { Example } from './example.ts';

/** How strongly training clips are varied; the names say what each does to a mel picture. */
export interface Augmentation {
  /** Playing speed, as a factor around 1. */
  readonly timeRate: readonly [number, number];
  readonly maxBandShift: number;
  readonly gainDecibels: number;
  /** Tilt of the spectrum at its ends. */
  readonly tiltDecibels: number;
  /** Chance that the top is cut off as lossy codecs do. */
  readonly lowPassChance: number;
  readonly frequencyMaskRows: number;
  readonly timeMaskShare: number;
}

/** Settings found on the validation part; see the model's card for what they led to. */
export const DEFAULT_AUGMENTATION: Augmentation = {
  timeRate: [0.85, 1.18],
  maxBandShift: 2,
  gainDecibels: 5,
  tiltDecibels: 5,
  lowPassChance: 0.25,
  frequencyMaskRows: 8,
  timeMaskShare: 1 / 8,
};

/** Row means and deviations of the training part. */
export interface Normalisation {
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

const FLOOR_DECIBELS = -80;

/** A normalised crop [rows, columns] starting at column `start`, unvaried: what evaluation sees. */
export function plainCrop(example: Example, start: number, columns: number, { mean, deviation }: Normalisation): Float32Array {
  const rows = mean.length;
  const crop = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const value = example.decibels[row * example.columns + ((start + column) % example.columns)] as number;
      crop[row * columns + column] = (value - (mean[row] as number)) / (deviation[row] as number);
    }
  }
  return crop;
}

/** A random, varied, normalised crop: speed, pitch, gain, tilt and low-pass on decibels, then SpecAugment's masks (Park et al. 2019). */
export function augmentedCrop(
  example: Example,
  columns: number,
  normalisation: Normalisation,
  augmentation: Augmentation,
  random: Random,
): Float32Array {
  const rows = normalisation.mean.length;
  const rate = random.between(...augmentation.timeRate);
  const start = random.between(0, Math.max(0, example.columns - columns * rate));
  const shift = random.uniform() < 0.5 ? random.between(-augmentation.maxBandShift, augmentation.maxBandShift) : 0;
  const gain = random.between(-augmentation.gainDecibels, augmentation.gainDecibels);
  const tilt = random.between(-augmentation.tiltDecibels, augmentation.tiltDecibels);
  const cutRow = random.uniform() < augmentation.lowPassChance ? random.between(0.68, 1) * rows : rows;
  const crop = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    const offset = gain + tilt * ((2 * row) / (rows - 1) - 1);
    const source = Math.min(rows - 1, Math.max(0, row + shift));
    const low = Math.floor(source);
    const weight = source - low;
    const high = Math.min(rows - 1, low + 1);
    for (let column = 0; column < columns; column++) {
      const from = Math.min(example.columns - 1, Math.floor(start + column * rate));
      const a = example.decibels[low * example.columns + from] as number;
      const b = example.decibels[high * example.columns + from] as number;
      const decibels = row >= cutRow ? FLOOR_DECIBELS : a + (b - a) * weight + offset;
      crop[row * columns + column] = (decibels - (normalisation.mean[row] as number)) / (normalisation.deviation[row] as number);
    }
  }
  maskCrop(crop, rows, columns, augmentation, random);
  return crop;
}

/** Sets two stripes of rows and two of columns to the mean. */
function maskCrop(crop: Float32Array, rows: number, columns: number, augmentation: Augmentation, random: Random): void {
  for (let mask = 0; mask < 2; mask++) {
    const height = random.index(augmentation.frequencyMaskRows);
    const top = random.index(rows - height + 1);
    crop.fill(0, top * columns, (top + height) * columns);
    const width = random.index(Math.ceil(columns * augmentation.timeMaskShare));
    const left = random.index(columns - width + 1);
    for (let row = 0; row < rows; row++) crop.fill(0, row * columns + left, row * columns + left + width);
  }
}
