/** Levels of a segment of a spectrogram, column after column. */
export interface LevelMatrix {
  readonly columns: number;
  readonly bins: number;
  /** [columns, bins] hundredths of a decibel. */
  readonly levels: Int16Array;
}

/** Hundredths: what an Int16 holds reaches from −327 to 327 dB. */
export const LEVELS_PER_DECIBEL = 100;
/** What silence counts as, in decibels. */
export const SILENCE_DECIBELS = -300;

/** A level at a frequency. */
export interface LevelReadout {
  readonly decibels: number;
  /** Where the peak under the cursor really lies, in Hz; null where there is none. */
  readonly peakHertz: number | null;
}

/**
 * The level at a fractional bin. On a peak it is read off the parabola through its three bins (Smith & Serra 1987),
 * which makes good most of what a window loses between bins; elsewhere between the two neighbours.
 * @param reach bins around the cursor in which a peak counts as meant
 */
export function readLevel(
  matrix: LevelMatrix,
  column: number,
  bin: number,
  hertzPerBin: number,
  reach = 1.5,
): LevelReadout {
  const at = (index: number) =>
    (matrix.levels[column * matrix.bins + Math.min(matrix.bins - 1, Math.max(0, index))] ??
      SILENCE_DECIBELS * LEVELS_PER_DECIBEL) / LEVELS_PER_DECIBEL;
  const peak = peakNear(at, bin, reach, matrix.bins);
  if (peak === null) {
    const below = Math.floor(bin);
    return { decibels: at(below) + (at(below + 1) - at(below)) * (bin - below), peakHertz: null };
  }
  const [a, b, c] = [at(peak - 1), at(peak), at(peak + 1)];
  const shift = (a - c) / (2 * (a - 2 * b + c));
  return { decibels: b - ((a - c) * shift) / 4, peakHertz: (peak + shift) * hertzPerBin };
}

/** The loudest bin within reach, if it is louder than both its neighbours. */
function peakNear(at: (bin: number) => number, bin: number, reach: number, bins: number): number | null {
  const first = Math.max(1, Math.ceil(bin - reach));
  const last = Math.min(bins - 2, Math.floor(bin + reach));
  let best: number | null = null;
  for (let index = first; index <= last; index++) {
    if (at(index) > at(index - 1) && at(index) >= at(index + 1) && (best === null || at(index) > at(best)))
      best = index;
  }
  return best;
}
