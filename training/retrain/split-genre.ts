import { momentsOf, standardised } from './standardise.ts';

/** Tracks that sound alike: indexes, and the nearest to their middle. */
export interface FeatureCluster {
  readonly tracks: readonly number[];
  readonly typical: readonly number[];
}

const ROUNDS = 25;
const TYPICAL = 3;

/**
 * Two clusters of tracks by their sound: k-means with k = 2 (Lloyd 1982) on standardised features, begun at two tracks that
 * lie far apart, so that the same tracks are always divided the same way.
 * @param features [features] of every track, all of one length; two or more
 */
export function splitByFeatures(features: readonly Float32Array[]): readonly [FeatureCluster, FeatureCluster] {
  const matrix = standardised(features, momentsOf(features));
  const width = matrix.length / features.length;
  const rows = features.map((_, track) => matrix.subarray(track * width, (track + 1) * width));
  // The mean of standardised features is zero.
  const first = farthest(rows, new Float32Array(width));
  let centres = [
    rows[first] as Float32Array,
    rows[farthest(rows, rows[first] as Float32Array)] as Float32Array,
  ] as const;
  let sides: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const next = rows.map((row) => Number(distance(row, centres[1]) < distance(row, centres[0])));
    if (next.every((side, track) => side === sides[track])) break;
    sides = next;
    centres = [
      meanOf(
        rows.filter((_, track) => sides[track] === 0),
        centres[0],
      ),
      meanOf(
        rows.filter((_, track) => sides[track] === 1),
        centres[1],
      ),
    ];
  }
  return [partOf(0), partOf(1)];

  function partOf(side: 0 | 1): FeatureCluster {
    const tracks = [...sides.keys()].filter((track) => sides[track] === side);
    const nearest = tracks.toSorted(
      (a, b) => distance(rows[a] as Float32Array, centres[side]) - distance(rows[b] as Float32Array, centres[side]),
    );
    return { tracks, typical: nearest.slice(0, TYPICAL) };
  }
}

function farthest(rows: readonly Float32Array[], from: Float32Array): number {
  const distances = rows.map((row) => distance(row, from));
  return distances.indexOf(Math.max(...distances));
}

function distance(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += ((a[index] as number) - (b[index] as number)) ** 2;
  return sum;
}

function meanOf(rows: readonly Float32Array[], otherwise: Float32Array): Float32Array {
  if (rows.length === 0) return otherwise;
  const mean = new Float32Array(otherwise.length);
  for (const row of rows)
    for (let index = 0; index < mean.length; index++)
      mean[index] = (mean[index] as number) + (row[index] as number) / rows.length;
  return mean;
}
