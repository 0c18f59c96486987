import type { SpectrumWindow } from '../../contract/values.ts';

/** Cosine sums a₀ − a₁cos(x) + a₂cos(2x) − …: Harris (1978), and flat-top after SciPy. */
const COEFFICIENTS: Readonly<Record<SpectrumWindow, readonly number[]>> = {
  hann: [0.5, 0.5],
  hamming: [0.54, 0.46],
  'blackman-harris': [0.35875, 0.48829, 0.14128, 0.01168],
  'flat-top': [0.21557895, 0.41663158, 0.277263158, 0.083578947, 0.006947368],
};

/** A periodic window of `size` samples. */
export function windowFunction(name: SpectrumWindow, size: number): Float64Array {
  const coefficients = COEFFICIENTS[name];
  return Float64Array.from({ length: size }, (_, index) =>
    coefficients.reduce(
      (sum, value, order) => sum + (order % 2 === 0 ? 1 : -1) * value * Math.cos((2 * Math.PI * order * index) / size),
      0,
    ),
  );
}

/** The power that a full-scale sine has in its bin: (Σw / 2)². */
export function fullScalePower(window: Float64Array): number {
  return (window.reduce((sum, value) => sum + value, 0) / 2) ** 2;
}
