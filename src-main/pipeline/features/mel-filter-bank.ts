import { hertzToMel, melToHertz } from '../../rendering/frequency-scale.ts';

/** Triangular filters, one after the other: only the bins that a filter touches are stored. */
export interface MelFilterBank {
  readonly weights: Float64Array;
  /** [melBands] First bin of every band. */
  readonly firstBins: Int32Array;
  /** [melBands] Where every band's weights end. */
  readonly ends: Int32Array;
}

/** Which filters to make; frequencies in Hz. */
export interface MelFilterBankOptions {
  readonly sampleRate: number;
  readonly fftSize: number;
  readonly melBands: number;
  readonly minFrequency: number;
  readonly maxFrequency: number;
}

/**
 * Triangles between equally spaced mels, each of unit area (Slaney's norm): librosa's `filters.mel` with its
 * defaults.
 */
export function createMelFilterBank(options: MelFilterBankOptions): MelFilterBank {
  const { melBands, fftSize, sampleRate } = options;
  const lowest = hertzToMel(options.minFrequency);
  const step = (hertzToMel(options.maxFrequency) - lowest) / (melBands + 1);
  const edges = Array.from({ length: melBands + 2 }, (_, index) => melToHertz(lowest + step * index));
  const triangles = Array.from({ length: melBands }, (_, band) => {
    const [low = 0, centre = 0, high = 0] = edges.slice(band, band + 3);
    return triangle(low, centre, high, sampleRate / fftSize, fftSize / 2);
  });
  let end = 0;
  return {
    weights: Float64Array.from(triangles.flatMap(({ weights }) => weights)),
    firstBins: Int32Array.from(triangles, ({ firstBin }) => firstBin),
    ends: Int32Array.from(triangles, ({ weights }) => (end += weights.length)),
  };
}

function triangle(
  low: number,
  centre: number,
  high: number,
  binWidth: number,
  lastBin: number,
): { firstBin: number; weights: number[] } {
  const firstBin = Math.max(0, Math.ceil(low / binWidth));
  const end = Math.min(lastBin, Math.floor(high / binWidth));
  const weights = Array.from({ length: Math.max(0, end - firstBin + 1) }, (_, index) => {
    const hertz = (firstBin + index) * binWidth;
    const height = Math.min((hertz - low) / (centre - low), (high - hertz) / (high - centre));
    return (Math.max(0, height) * 2) / (high - low);
  });
  return { firstBin, weights };
}

/** Energy of every band: `energies[band] = Σ weight·power`. */
export function applyMelFilterBank(
  { weights, firstBins, ends }: MelFilterBank,
  power: Float64Array,
  energies: Float64Array,
): void {
  let index = 0;
  for (let band = 0; band < ends.length; band++) {
    const end = ends[band] as number;
    let sum = 0;
    for (let bin = firstBins[band] as number; index < end; index++, bin++)
      sum += (weights[index] as number) * (power[bin] as number);
    energies[band] = sum;
  }
}
