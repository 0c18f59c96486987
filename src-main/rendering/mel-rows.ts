import type { MelScale } from '../contract/values.ts';
import { MEL_WARPS } from './frequency-scale.ts';

/** Triangular mel bands, evenly spaced in mel between two frequencies in Hz. */
export interface MelRows {
  readonly rows: number;
  readonly melScale: MelScale;
  readonly minHertz: number;
  readonly maxHertz: number;
}

/** The fractional band whose middle a frequency in Hz is; below 0 and above rows − 1 beyond the outermost middles. */
export function melRowAt({ rows, melScale, minHertz, maxHertz }: MelRows): (hertz: number) => number {
  const { to: toMel } = MEL_WARPS[melScale];
  const lowest = toMel(minHertz);
  const step = (toMel(maxHertz) - lowest) / (rows + 1);
  return (hertz) => (toMel(hertz) - lowest) / step - 1;
}

/** The middle of a band, or of a place between two, in Hz. */
export function hertzOfMelRow({ rows, melScale, minHertz, maxHertz }: MelRows): (row: number) => number {
  const { to: toMel, from: toHertz } = MEL_WARPS[melScale];
  const lowest = toMel(minHertz);
  const step = (toMel(maxHertz) - lowest) / (rows + 1);
  return (row) => toHertz(lowest + (row + 1) * step);
}
