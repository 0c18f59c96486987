import { seededRandom } from './seeded-random.ts';

/** Points of one dimension after another. */
export interface Points {
  readonly count: number;
  readonly dimensions: number;
  /** `count` × `dimensions`. */
  readonly values: Float32Array;
}

/** Where points are projected to: on axes through their mean. */
export interface Projection {
  readonly mean: Float64Array;
  /** Unit vectors, the direction of the largest variance first. */
  readonly axes: readonly Float64Array[];
}

const ROUNDS = 60;
const SEED = 1;

/**
 * The directions in which points vary most: eigenvectors of their covariance, by orthogonal iteration (Golub and Van
 * Loan, Matrix Computations, 7.3.2) from a fixed start. Of both signs of an axis, the one whose third moment is positive.
 * @param most how many axes; fewer where the points have fewer dimensions
 */
export function principalComponents(points: Points, most: number): Projection {
  const mean = meanOf(points);
  const covariance = covarianceOf(points, mean);
  const random = seededRandom(SEED);
  let axes: Float64Array[] = Array.from({ length: Math.min(most, points.dimensions) }, () =>
    Float64Array.from({ length: points.dimensions }, () => random() - 0.5),
  );
  orthonormalise(axes);
  for (let round = 0; round < ROUNDS; round++) {
    axes = axes.map((axis) => product(covariance, axis));
    orthonormalise(axes);
  }
  return { mean, axes: axes.map((axis) => signed(axis, points, mean)) };
}

/** Writes a point's coordinates on the axes. @param from where its values begin @param at where they are written */
export function project(
  { mean, axes }: Projection,
  values: Float32Array,
  from: number,
  target: Float32Array,
  at: number,
): void {
  axes.forEach((axis, index) => {
    let sum = 0;
    for (let place = 0; place < axis.length; place++)
      sum += (axis[place] as number) * ((values[from + place] as number) - (mean[place] as number));
    target[at + index] = sum;
  });
}

function meanOf({ count, dimensions, values }: Points): Float64Array {
  const mean = new Float64Array(dimensions);
  for (let index = 0; index < count * dimensions; index++) {
    const place = index % dimensions;
    mean[place] = (mean[place] as number) + (values[index] as number) / count;
  }
  return mean;
}

/** Rows of the symmetric matrix. */
function covarianceOf({ count, dimensions, values }: Points, mean: Float64Array): Float64Array[] {
  const rows = Array.from({ length: dimensions }, () => new Float64Array(dimensions));
  const centred = new Float64Array(dimensions);
  for (let point = 0; point < count; point++) {
    for (let place = 0; place < dimensions; place++)
      centred[place] = (values[point * dimensions + place] as number) - (mean[place] as number);
    rows.forEach((row, place) => {
      const factor = centred[place] as number;
      for (let other = 0; other <= place; other++)
        row[other] = (row[other] as number) + factor * (centred[other] as number);
    });
  }
  rows.forEach((row, place) => {
    for (let other = 0; other < place; other++) (rows[other] as Float64Array)[place] = row[other] as number;
  });
  return rows;
}

function product(rows: readonly Float64Array[], vector: Float64Array): Float64Array {
  return Float64Array.from(rows, (row) => dot(row, vector));
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let place = 0; place < a.length; place++) sum += (a[place] as number) * (b[place] as number);
  return sum;
}

/** By Gram and Schmidt; an axis that depends on those before becomes nothing. */
function orthonormalise(axes: readonly Float64Array[]): void {
  axes.forEach((axis, index) => {
    for (const before of axes.slice(0, index)) {
      const share = dot(axis, before);
      before.forEach((value, place) => (axis[place] = (axis[place] as number) - share * value));
    }
    const length = Math.sqrt(dot(axis, axis));
    axis.forEach((value, place) => (axis[place] = length > 1e-12 ? value / length : 0));
  });
}

function signed(axis: Float64Array, { count, dimensions, values }: Points, mean: Float64Array): Float64Array {
  const coordinate = new Float32Array(1);
  let thirdMoment = 0;
  for (let point = 0; point < count; point++) {
    project({ mean, axes: [axis] }, values, point * dimensions, coordinate, 0);
    thirdMoment += (coordinate[0] as number) ** 3;
  }
  return thirdMoment < 0 ? axis.map((value) => -value) : axis;
}
