import type { MelScale } from '../contract/values.ts';

/** How a frequency axis can be spaced. */
export const FREQUENCY_SCALES = ['linear', 'log', 'mel', 'bark'] as const;
/** See {@link FREQUENCY_SCALES}. */
export type FrequencyScale = (typeof FREQUENCY_SCALES)[number];

/** A part of a frequency axis, in Hz. */
export interface FrequencyRange {
  readonly minHertz: number;
  readonly maxHertz: number;
}

/** Where hertz lie on an axis of any length 1, low frequencies at 0; and back. */
export interface FrequencyAxis {
  positionOf(hertz: number): number;
  hertzAt(position: number): number;
}

/** Hertz on a scale, and back. */
interface Warp {
  readonly to: (hertz: number) => number;
  readonly from: (value: number) => number;
}

/** Where a logarithmic axis begins, which has no zero; Hz. */
export const LOWEST_LOG_HERTZ = 20;
const LINEAR_HERTZ_PER_MEL = 200 / 3;
const BREAK_HERTZ = 1000;
const BREAK_MEL = BREAK_HERTZ / LINEAR_HERTZ_PER_MEL;
const HTK_MELS_PER_DECADE = 2595;
const HTK_BREAK_HERTZ = 700;
const LOG_STEP = Math.log(6.4) / 27;

/** Frequency in Hz → Slaney's mel (Auditory Toolbox 1998): linear to 1 kHz, logarithmic above. */
function hertzToMel(hertz: number): number {
  return hertz < BREAK_HERTZ ? hertz / LINEAR_HERTZ_PER_MEL : BREAK_MEL + Math.log(hertz / BREAK_HERTZ) / LOG_STEP;
}

/** Slaney's mel → frequency in Hz. */
function melToHertz(mel: number): number {
  return mel < BREAK_MEL ? mel * LINEAR_HERTZ_PER_MEL : BREAK_HERTZ * Math.exp(LOG_STEP * (mel - BREAK_MEL));
}

/** Frequency in Hz → the mel of HTK and Kaldi (O'Shaughnessy 1987): 2595·log10(1 + f/700) = 1127·ln(1 + f/700). */
function hertzToHtkMel(hertz: number): number {
  return HTK_MELS_PER_DECADE * Math.log10(1 + hertz / HTK_BREAK_HERTZ);
}

/** HTK's mel → frequency in Hz. */
function htkMelToHertz(mel: number): number {
  return HTK_BREAK_HERTZ * (10 ** (mel / HTK_MELS_PER_DECADE) - 1);
}

/** Frequency in Hz → critical-band rate in Bark (Traunmüller 1990), without his corrections at the ends. */
export function hertzToBark(hertz: number): number {
  return (26.81 * hertz) / (1960 + hertz) - 0.53;
}

/** Traunmüller's Bark → frequency in Hz. */
export function barkToHertz(bark: number): number {
  return (1960 * (bark + 0.53)) / (26.28 - bark);
}

/** The scales of mel bands; Kaldi's is HTK's. */
export const MEL_WARPS: Readonly<Record<MelScale, Warp>> = {
  slaney: { to: hertzToMel, from: melToHertz },
  htk: { to: hertzToHtkMel, from: htkMelToHertz },
  kaldi: { to: hertzToHtkMel, from: htkMelToHertz },
};

const WARPS: Readonly<Record<FrequencyScale, Warp>> = {
  linear: { to: (hertz) => hertz, from: (value) => value },
  log: { to: (hertz) => Math.log2(Math.max(LOWEST_LOG_HERTZ, hertz)), from: (value) => 2 ** value },
  mel: MEL_WARPS.slaney,
  bark: { to: hertzToBark, from: barkToHertz },
};

/** The axis of a scale over a range. */
export function frequencyAxis(scale: FrequencyScale, { minHertz, maxHertz }: FrequencyRange): FrequencyAxis {
  const { to, from } = WARPS[scale];
  const low = to(minHertz);
  const span = to(maxHertz) - low;
  return {
    positionOf: (hertz) => (to(hertz) - low) / span,
    hertzAt: (position) => from(low + position * span),
  };
}
