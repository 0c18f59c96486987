/**
 * A track's mean spectrum is one array: the mean level of every mel band, then [MODULATION_GROUPS, MODULATION_STEPS]
 * depths of modulation.
 */

/** Groups of neighbouring bands whose loudness is followed. */
export const MODULATION_GROUPS = 8;
/** Steps of modulation rates, from 0 to half the frame rate. */
export const MODULATION_STEPS = 16;
