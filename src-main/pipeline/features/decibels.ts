/** Powers below this count as this: librosa's `amin`. */
const MINIMUM_POWER = 1e-10;

/** 10·log10 of a power, relative to power 1. */
export function powerToDecibels(power: number): number {
  return 10 * Math.log10(Math.max(MINIMUM_POWER, power));
}
