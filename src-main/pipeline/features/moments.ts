/** Running mean and variance (Welford 1962). */
export interface Moments {
  add(value: number): void;
  readonly mean: number;
  /** Divided by the count, as NumPy does. */
  readonly variance: number;
}

/** Empty moments; both figures are 0 until something is added. */
export function createMoments(): Moments {
  let count = 0;
  let mean = 0;
  let squares = 0;
  return {
    add(value) {
      count += 1;
      const difference = value - mean;
      mean += difference / count;
      squares += difference * (value - mean);
    },
    get mean() {
      return mean;
    },
    get variance() {
      return count === 0 ? 0 : squares / count;
    },
  };
}
