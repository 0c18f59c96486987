/** Probabilities that differ by less are the same: networks compute them in single precision. */
const SINGLE_PRECISION = 1e-6;

/** Whether a confidence is below the least one that is asked for; both from 0 to 1. */
export function isBelowConfidence(confidence: number, least: number): boolean {
  return confidence < least - SINGLE_PRECISION;
}

/** A probability from 0 to 1 in whole percent, never rounded up: what is shown as 60 % is not below 60 %. */
export function wholePercent(probability: number): number {
  return Math.floor(100 * (probability + SINGLE_PRECISION));
}
