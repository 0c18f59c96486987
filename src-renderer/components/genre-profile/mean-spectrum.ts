import { MODULATION_GROUPS, MODULATION_STEPS } from '../../../src-main/contract/mean-spectrum.ts';

const DEPTHS = MODULATION_GROUPS * MODULATION_STEPS;

/** The mean levels of a mean spectrum's mel bands, in decibels about their own mean. */
export function levelsOf(meanSpectrum: Float32Array): Float32Array {
  return meanSpectrum.subarray(0, Math.max(0, meanSpectrum.length - DEPTHS));
}

/** [MODULATION_GROUPS, MODULATION_STEPS] modulation depths in decibels. */
export function modulationOf(meanSpectrum: Float32Array): Float32Array {
  return meanSpectrum.subarray(Math.max(0, meanSpectrum.length - DEPTHS));
}
