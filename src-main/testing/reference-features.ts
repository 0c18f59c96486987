/**
 * The definitions of librosa's log-mel and MFCC, written down as plainly as possible in float64: a direct Fourier
 * sum, dense filters, no streaming. Slow on purpose, and sharing no line with the pipeline that it checks.
 */
export interface ReferenceOptions {
  readonly sampleRate: number;
  readonly fftSize: number;
  readonly hopLength: number;
  readonly melBands: number;
}

/** Mel powers, [frames][bands]. */
export function referenceMel(signal: ArrayLike<number>, options: ReferenceOptions): number[][] {
  const { fftSize, hopLength } = options;
  const filters = referenceFilters(options);
  const frames = 1 + Math.floor(signal.length / hopLength);
  return Array.from({ length: frames }, (_, frame) => {
    const power = referencePower(signal, frame * hopLength - fftSize / 2, fftSize);
    return filters.map((filter) => filter.reduce((sum, weight, bin) => sum + weight * (power[bin] ?? 0), 0));
  });
}

function referencePower(signal: ArrayLike<number>, start: number, size: number): number[] {
  const windowed = Array.from(
    { length: size },
    (_, n) => (signal[start + n] ?? 0) * Math.sin((Math.PI * n) / size) ** 2,
  );
  return Array.from({ length: size / 2 + 1 }, (_, k) => {
    let real = 0;
    let imaginary = 0;
    for (let n = 0; n < size; n++) {
      const angle = (2 * Math.PI * ((k * n) % size)) / size;
      real += (windowed[n] as number) * Math.cos(angle);
      imaginary -= (windowed[n] as number) * Math.sin(angle);
    }
    return real ** 2 + imaginary ** 2;
  });
}

function referenceFilters({ sampleRate, fftSize, melBands }: ReferenceOptions): number[][] {
  const toMel = (f: number) => (f < 1000 ? (3 * f) / 200 : 15 + (27 * Math.log(f / 1000)) / Math.log(6.4));
  const toHertz = (m: number) => (m < 15 ? (200 * m) / 3 : 1000 * 6.4 ** ((m - 15) / 27));
  const edges = Array.from({ length: melBands + 2 }, (_, i) => toHertz((toMel(sampleRate / 2) * i) / (melBands + 1)));
  return Array.from({ length: melBands }, (_, band) =>
    Array.from({ length: fftSize / 2 + 1 }, (_bin, k) => {
      const [a = 0, b = 0, c = 0] = [edges[band], edges[band + 1], edges[band + 2]];
      const f = (k * sampleRate) / fftSize;
      return Math.max(0, Math.min((f - a) / (b - a), (c - f) / (c - b))) * (2 / (c - a));
    }),
  );
}

/** power_to_db over a whole picture. */
export function referenceDecibels(
  mel: readonly (readonly number[])[],
  reference: 'max' | number,
  topDecibels: number,
): number[][] {
  const loudest = Math.max(...mel.flat());
  const base = reference === 'max' ? loudest : reference;
  const decibels = mel.map((frame) =>
    frame.map((power) => 10 * Math.log10(Math.max(1e-10, power)) - 10 * Math.log10(Math.max(1e-10, base))),
  );
  const top = Math.max(...decibels.flat());
  return decibels.map((frame) => frame.map((value) => Math.max(value, top - topDecibels)));
}

/** DCT-II, ortho. */
export function referenceMfcc(decibels: readonly (readonly number[])[], count: number): number[][] {
  return decibels.map((frame) =>
    Array.from({ length: count }, (_, k) => {
      const sum = frame.reduce(
        (total, value, n) => total + value * Math.cos((Math.PI * k * (n + 0.5)) / frame.length),
        0,
      );
      return sum * Math.sqrt((k === 0 ? 1 : 2) / frame.length);
    }),
  );
}
