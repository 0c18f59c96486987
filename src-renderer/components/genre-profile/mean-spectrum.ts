/** Groups of bands and steps of rates in a sketch's modulation. */
export const GROUPS = 8;
export const STEPS = 16;

/** The mean levels of a sketch's mel bands, in decibels about their own mean. */
export function levelsOf(sketch: Float32Array): Float32Array {
  return sketch.subarray(0, Math.max(0, sketch.length - GROUPS * STEPS));
}

/** [GROUPS, STEPS] modulation depths in decibels. */
export function modulationOf(sketch: Float32Array): Float32Array {
  return sketch.subarray(Math.max(0, sketch.length - GROUPS * STEPS));
}
