/** Figures of one frame's magnitude spectrum; frequencies in Hz. */
export interface SpectralFigures {
  readonly centroid: number;
  readonly bandwidth: number;
  readonly rolloff: number;
}

const ROLLOFF_SHARE = 0.85;

/**
 * Centroid Σf·m/Σm, bandwidth √(Σ m·(f−centroid)²/Σm) and the frequency below which 85 % of the magnitude lies
 * (Tzanetakis & Cook 2002), as librosa's spectral_centroid, spectral_bandwidth and spectral_rolloff compute them.
 * A silent frame gives zeros.
 * @param power |DFT|² of the windowed frame
 */
export function spectralFigures(power: Float64Array, sampleRate: number): SpectralFigures {
  const binWidth = sampleRate / (2 * (power.length - 1));
  let total = 0;
  let weighted = 0;
  for (let bin = 0; bin < power.length; bin++) {
    const magnitude = Math.sqrt(power[bin] as number);
    total += magnitude;
    weighted += magnitude * bin * binWidth;
  }
  if (total === 0) return { centroid: 0, bandwidth: 0, rolloff: 0 };
  const centroid = weighted / total;
  let spread = 0;
  let cumulative = 0;
  let rolloff = -1;
  for (let bin = 0; bin < power.length; bin++) {
    const magnitude = Math.sqrt(power[bin] as number);
    spread += (magnitude / total) * (bin * binWidth - centroid) ** 2;
    cumulative += magnitude;
    if (rolloff < 0 && cumulative >= ROLLOFF_SHARE * total) rolloff = bin * binWidth;
  }
  return { centroid, bandwidth: Math.sqrt(spread), rolloff };
}

/** Root mean square of a frame. */
export function rootMeanSquare(frame: Float32Array): number {
  let sum = 0;
  for (const value of frame) sum += value * value;
  return Math.sqrt(sum / frame.length);
}

/** Share of samples at which the sign changes; as librosa, values within ±1e-10 count as zero and zero as positive. */
export function zeroCrossingRate(frame: Float32Array): number {
  let crossings = 0;
  let wasNegative = isNegative(frame[0] as number);
  for (let index = 1; index < frame.length; index++) {
    const negative = isNegative(frame[index] as number);
    if (negative !== wasNegative) crossings += 1;
    wasNegative = negative;
  }
  return crossings / frame.length;
}

function isNegative(value: number): boolean {
  return value < -1e-10;
}
