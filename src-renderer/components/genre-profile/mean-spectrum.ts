/** Groups of bands and steps of rates in a meanSpectrum's modulation. */
export const GROUPS = 8;
export const STEPS = 16;

/** The mean levels of a meanSpectrum's mel bands, in decibels about their own mean. */
export function levelsOf(meanSpectrum: Float32Array): Float32Array {
  return meanSpectrum.subarray(0, Math.max(0, meanSpectrum.length - GROUPS * STEPS));
}

/** [GROUPS, STEPS] modulation depths in decibels. */
export function modulationOf(meanSpectrum: Float32Array): Float32Array {
  return meanSpectrum.subarray(Math.max(0, meanSpectrum.length - GROUPS * STEPS));
}
