import type { Head } from './head.ts';

/** Mean and deviation of every feature. */
export interface Moments {
  readonly mean: Float32Array;
  readonly deviation: Float32Array;
}

/** A feature that never changes tells nothing, and must not become large. */
const SMALLEST_DEVIATION = 1e-3;

/** @param rows [tracks, features] */
export function momentsOf(rows: readonly Float32Array[]): Moments {
  const size = rows[0]?.length ?? 0;
  const mean = new Float32Array(size);
  const deviation = new Float32Array(size);
  for (const row of rows) row.forEach((value, index) => (mean[index] = (mean[index] as number) + value / rows.length));
  for (const row of rows)
    row.forEach(
      (value, index) =>
        (deviation[index] = (deviation[index] as number) + (value - (mean[index] as number)) ** 2 / rows.length),
    );
  return { mean, deviation: deviation.map((variance) => Math.max(SMALLEST_DEVIATION, Math.sqrt(variance))) };
}

/** Rows as one matrix whose columns have mean 0 and variance 1. */
export function standardised(rows: readonly Float32Array[], { mean, deviation }: Moments): Float32Array {
  const matrix = new Float32Array(rows.length * mean.length);
  rows.forEach((row, track) =>
    row.forEach(
      (value, index) =>
        (matrix[track * mean.length + index] = (value - (mean[index] as number)) / (deviation[index] as number)),
    ),
  );
  return matrix;
}

/** The head that gives from standardised features what `head` gives from plain ones: W̃ = σW, b̃ = b + μᵀW. */
export function intoStandardised(head: Head, moments: Moments): Head {
  return converted(
    head,
    moments,
    (weight, deviation) => weight * deviation,
    (weight, mean) => weight * mean,
  );
}

/** The way back: W = W̃/σ, b = b̃ − μᵀW̃/σ. */
export function fromStandardised(head: Head, moments: Moments): Head {
  return converted(
    head,
    moments,
    (weight, deviation) => weight / deviation,
    (weight, mean, deviation) => (-weight * mean) / deviation,
  );
}

function converted(
  { weights, bias }: Head,
  { mean, deviation }: Moments,
  scale: (weight: number, deviation: number) => number,
  shift: (weight: number, mean: number, deviation: number) => number,
): Head {
  const genres = bias.length;
  const newBias = Float64Array.from(bias);
  const newWeights = weights.map((weight, index) => {
    const feature = Math.floor(index / genres);
    const [m, d] = [mean[feature] as number, deviation[feature] as number];
    newBias[index % genres] = (newBias[index % genres] as number) + shift(weight, m, d);
    return scale(weight, d);
  });
  return { weights: newWeights, bias: Float32Array.from(newBias) };
}
