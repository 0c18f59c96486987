/** A track's score, and whether it has the style. */
export interface ScoredTrack {
  readonly score: number;
  readonly isThere: boolean;
}

/** Mean of the precisions at every track that has the style, from the highest score down; 0 where none has. */
export function averagePrecision(tracks: readonly ScoredTrack[]): number {
  let found = 0;
  let sum = 0;
  tracks
    .toSorted((a, b) => b.score - a.score)
    .forEach(({ isThere }, index) => {
      if (!isThere) return;
      found += 1;
      sum += found / (index + 1);
    });
  return sum / Math.max(1, found);
}

/** The score from which on calling tracks so has the best F1. */
export function bestThreshold(tracks: readonly ScoredTrack[]): number {
  const positives = tracks.filter(({ isThere }) => isThere).length;
  let best = { f1: -1, threshold: 1 };
  let found = 0;
  tracks
    .toSorted((a, b) => b.score - a.score)
    .forEach(({ score, isThere }, index) => {
      found += Number(isThere);
      const f1 = (2 * found) / (index + 1 + positives);
      if (f1 > best.f1) best = { f1, threshold: score };
    });
  return best.threshold;
}

/** The value below which such a share lies. */
export function quantile(values: readonly number[], share: number): number {
  const order = values.toSorted((a, b) => a - b);
  return order[Math.min(order.length - 1, Math.floor(share * order.length))] ?? 0;
}

/** Pearson's. */
export function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [product, squaresA, squaresB] = [0, 0, 0];
  a.forEach((value, index) => {
    const [x, y] = [value - meanA, (b[index] as number) - meanB];
    product += x * y;
    squaresA += x * x;
    squaresB += y * y;
  });
  return product / Math.sqrt(Math.max(Number.EPSILON, squaresA * squaresB));
}
