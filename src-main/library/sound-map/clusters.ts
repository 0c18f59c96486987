import type { Points } from './principal-components.ts';

/** Points that are near one another. */
export interface Cluster {
  readonly places: Int32Array;
  /** Of these points alone, one after the other: reading them in turn is much faster than from all over memory. */
  readonly values: Float32Array;
}

/** Points in groups of such as are near one another. */
export interface Clusters {
  /** `count` × dimensions. */
  readonly centres: Float32Array;
  readonly clusters: readonly Cluster[];
}

const ROUNDS = 6;
/** Of the points, those that the centres are found by. */
const MOST_SAMPLES = 20_000;
/** Fewer points are one cluster, in which every pair is compared. */
const SMALL = 3_000;

/** Divides points into about as many clusters as each has points: k-means (Lloyd) from evenly chosen points. */
export function clustersOf(points: Points): Clusters {
  const { count, dimensions, values } = points;
  const clusters = count <= SMALL ? 1 : Math.round(Math.sqrt(count));
  const centres = new Float32Array(clusters * dimensions);
  for (let cluster = 0; cluster < clusters; cluster++) {
    const start = Math.floor((cluster * count) / clusters) * dimensions;
    centres.set(values.subarray(start, start + dimensions), cluster * dimensions);
  }
  const step = Math.max(1, Math.floor(count / MOST_SAMPLES));
  for (let round = 0; round < (clusters === 1 ? 0 : ROUNDS); round++) moveCentres(points, centres, step);
  return { centres, clusters: dividedAt(points, centres) };
}

/** The square of the distance between a point and another list's. */
export function squaredDistance(
  a: Float32Array,
  from: number,
  b: Float32Array,
  at: number,
  dimensions: number,
): number {
  let sum = 0;
  for (let place = 0; place < dimensions; place++) {
    const difference = (a[from + place] as number) - (b[at + place] as number);
    sum += difference * difference;
  }
  return sum;
}

function nearestCentre({ dimensions, values }: Points, point: number, centres: Float32Array): number {
  let [best, least] = [0, Infinity];
  for (let cluster = 0; cluster * dimensions < centres.length; cluster++) {
    const distance = squaredDistance(values, point * dimensions, centres, cluster * dimensions, dimensions);
    if (distance < least) [best, least] = [cluster, distance];
  }
  return best;
}

/** Every centre becomes the mean of what is nearest to it; one that nothing is near stays. */
function moveCentres(points: Points, centres: Float32Array, step: number): void {
  const { count, dimensions, values } = points;
  const sums = new Float64Array(centres.length);
  const sizes = new Int32Array(centres.length / dimensions);
  for (let point = 0; point < count; point += step) {
    const cluster = nearestCentre(points, point, centres);
    sizes[cluster] = (sizes[cluster] as number) + 1;
    for (let place = 0; place < dimensions; place++) {
      const at = cluster * dimensions + place;
      sums[at] = (sums[at] as number) + (values[point * dimensions + place] as number);
    }
  }
  sums.forEach((sum, at) => {
    const size = sizes[Math.floor(at / dimensions)] as number;
    if (size > 0) centres[at] = sum / size;
  });
}

function dividedAt(points: Points, centres: Float32Array): Cluster[] {
  const { count, dimensions, values } = points;
  const lists: number[][] = Array.from({ length: centres.length / dimensions }, () => []);
  for (let point = 0; point < count; point++)
    lists[lists.length === 1 ? 0 : nearestCentre(points, point, centres)]?.push(point);
  return lists.map((list) => {
    const own = new Float32Array(list.length * dimensions);
    list.forEach((point, place) =>
      own.set(values.subarray(point * dimensions, (point + 1) * dimensions), place * dimensions),
    );
    return { places: Int32Array.from(list), values: own };
  });
}
