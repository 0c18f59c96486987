import type { Head } from '../retrain/head.ts';

/** Rows of features, each standardised, and as many target values of each. */
export interface LinearProblem {
  /** [tracks, features] */
  readonly matrix: Float32Array;
  /** [tracks, targets] */
  readonly targets: Float64Array;
  readonly tracks: number;
  /** Of every track's squared error; null: all alike. */
  readonly weights: Float64Array | null;
  /** Of the sum of squared weights, beside the sum of squared errors. The bias is free. */
  readonly penalty: number;
}

/** Keeps the system solvable where nothing decides the bias. */
const BIAS_PENALTY = 1e-6;

/** Ridge regression (Hoerl & Kennard 1970): (XᵀSX + λI)·W = XᵀST. */
export function fitRidge(problem: LinearProblem): Head {
  const { matrix, targets, tracks } = problem;
  const features = matrix.length / tracks;
  const answers = targets.length / tracks;
  const solution = solvePositive(...normalEquations(problem, features + 1, answers), features + 1, answers);
  return {
    weights: Float32Array.from(solution.subarray(0, features * answers)),
    bias: Float32Array.from(solution.subarray(features * answers)),
  };
}

/** [size, size] of the features and a last column of ones, and [size, answers]. */
function normalEquations(problem: LinearProblem, size: number, answers: number): [Float64Array, Float64Array] {
  const { matrix, targets, tracks, weights, penalty } = problem;
  const gram = new Float64Array(size * size);
  const right = new Float64Array(size * answers);
  const row = new Float64Array(size).fill(1);
  for (let track = 0; track < tracks; track++) {
    row.set(matrix.subarray(track * (size - 1), (track + 1) * (size - 1)));
    for (let i = 0; i < size; i++) {
      const weighted = (row[i] as number) * (weights?.[track] ?? 1);
      for (let j = 0; j <= i; j++) gram[i * size + j] = (gram[i * size + j] as number) + weighted * (row[j] as number);
      for (let answer = 0; answer < answers; answer++)
        right[i * answers + answer] =
          (right[i * answers + answer] as number) + weighted * (targets[track * answers + answer] as number);
    }
  }
  for (let i = 0; i < size; i++)
    gram[i * size + i] = (gram[i * size + i] as number) + (i === size - 1 ? BIAS_PENALTY : penalty);
  return [gram, right];
}

/** Solves A·X = B by Cholesky's A = LLᵀ. @param a [size, size], symmetric and positive, its lower half @param b [size, columns] */
function solvePositive(a: Float64Array, b: Float64Array, size: number, columns: number): Float64Array {
  const lower = factorised(a, size);
  const x = b.slice();
  for (let column = 0; column < columns; column++) {
    for (let i = 0; i < size; i++) {
      let sum = x[i * columns + column] as number;
      for (let k = 0; k < i; k++) sum -= (lower[i * size + k] as number) * (x[k * columns + column] as number);
      x[i * columns + column] = sum / (lower[i * size + i] as number);
    }
    for (let i = size - 1; i >= 0; i--) {
      let sum = x[i * columns + column] as number;
      for (let k = i + 1; k < size; k++) sum -= (lower[k * size + i] as number) * (x[k * columns + column] as number);
      x[i * columns + column] = sum / (lower[i * size + i] as number);
    }
  }
  return x;
}

function factorised(a: Float64Array, size: number): Float64Array {
  const lower = new Float64Array(size * size);
  for (let i = 0; i < size; i++)
    for (let j = 0; j <= i; j++) {
      let sum = a[i * size + j] as number;
      for (let k = 0; k < j; k++) sum -= (lower[i * size + k] as number) * (lower[j * size + k] as number);
      lower[i * size + j] = i === j ? Math.sqrt(Math.max(sum, Number.EPSILON)) : sum / (lower[j * size + j] as number);
    }
  return lower;
}
