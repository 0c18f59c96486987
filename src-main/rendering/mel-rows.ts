import { hertzToMel } from './frequency-scale.ts';

/** Triangular mel bands, evenly spaced in mel between two frequencies in Hz. */
export interface MelRows {
  readonly rows: number;
  readonly minHertz: number;
  readonly maxHertz: number;
}

/** The fractional band whose middle a frequency in Hz is; below 0 and above rows − 1 beyond the outermost middles. */
export function melRowAt({ rows, minHertz, maxHertz }: MelRows): (hertz: number) => number {
  const lowest = hertzToMel(minHertz);
  const step = (hertzToMel(maxHertz) - lowest) / (rows + 1);
  return (hertz) => (hertzToMel(hertz) - lowest) / step - 1;
}
