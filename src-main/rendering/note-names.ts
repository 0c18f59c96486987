/** The equal-tempered note nearest to a frequency. */
export interface NearestNote {
  /** As musicians write it: A4 is 440 Hz. */
  readonly name: string;
  /** How far the frequency is above the note, −50 to 50. */
  readonly cents: number;
}

const NAMES = ['C', 'C♯', 'D', 'D♯', 'E', 'F', 'F♯', 'G', 'G♯', 'A', 'A♯', 'B'];
const A4_HERTZ = 440;
const A4_NUMBER = 69;

/** The nearest note by MIDI's numbering, n = 69 + 12·log₂(f / 440 Hz). Null below the lowest C. */
export function nearestNote(hertz: number): NearestNote | null {
  const number = A4_NUMBER + 12 * Math.log2(hertz / A4_HERTZ);
  const nearest = Math.round(number);
  if (!(nearest >= 0)) return null;
  return { name: `${NAMES[nearest % 12]}${Math.floor(nearest / 12) - 1}`, cents: Math.round((number - nearest) * 100) };
}

/** The frequency in Hz of the C of an octave; C4 is middle C. */
export function hertzOfC(octave: number): number {
  return A4_HERTZ * 2 ** ((12 * (octave + 1) - A4_NUMBER) / 12);
}
