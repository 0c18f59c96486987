import { clustersOf, squaredDistance } from './clusters.ts';
import type { Cluster, Clusters } from './clusters.ts';
import type { Points } from './principal-components.ts';

/** The nearest points of some points. */
export interface NeighbourLists {
  /** How many of each. */
  readonly size: number;
  /** Places of points, the nearest first; -1 where there are fewer. */
  readonly places: Int32Array;
  readonly distances: Float32Array;
}

/** Clusters in which a point's neighbours are looked for. */
const CLUSTERS_SEARCHED = 6;
/** Points that are searched for between two reports. */
const POINTS_AT_ONCE = 1_000;

/**
 * Finds nearly all of the nearest points, of all or of some points: only the clusters whose centres are nearest are
 * searched (an inverted file).
 * @param wanted places of the points whose neighbours are wanted @param onShare is told how much is done, 0 to 1
 */
export function nearestNeighbours(
  points: Points,
  wanted: Int32Array,
  size: number,
  onShare: (share: number) => void,
): NeighbourLists {
  const clusters = clustersOf(points);
  const places = new Int32Array(wanted.length * size).fill(-1);
  const distances = new Float32Array(wanted.length * size).fill(Infinity);
  wanted.forEach((point, index) => {
    const nearest = new NearestList(places, distances, index * size, size);
    for (const cluster of nearestClusters(points, point, clusters))
      searchCluster(points, point, clusters.clusters[cluster] as Cluster, nearest);
    if (index % POINTS_AT_ONCE === 0) onShare(index / wanted.length);
  });
  return { size, places, distances: distances.map(Math.sqrt) };
}

/** A part of a list that holds the nearest places so far, in order. */
class NearestList {
  readonly #places: Int32Array;
  readonly #distances: Float32Array;
  readonly #start: number;
  readonly #last: number;
  /** What is not nearer does not come in. */
  limit = Infinity;

  constructor(places: Int32Array, distances: Float32Array, start: number, size: number) {
    this.#places = places;
    this.#distances = distances;
    this.#start = start;
    this.#last = start + size - 1;
  }

  /** Takes in a place that is nearer than the limit. */
  add(place: number, distance: number): void {
    let at = this.#last;
    for (; at > this.#start && (this.#distances[at - 1] as number) > distance; at--) {
      this.#distances[at] = this.#distances[at - 1] as number;
      this.#places[at] = this.#places[at - 1] as number;
    }
    this.#distances[at] = distance;
    this.#places[at] = place;
    this.limit = this.#distances[this.#last] as number;
  }
}

function searchCluster({ dimensions, values }: Points, point: number, cluster: Cluster, nearest: NearestList): void {
  const from = point * dimensions;
  for (let member = 0; member < cluster.places.length; member++) {
    const distance = squaredDistance(values, from, cluster.values, member * dimensions, dimensions);
    if (distance >= nearest.limit) continue;
    const place = cluster.places[member] as number;
    if (place !== point) nearest.add(place, distance);
  }
}

function nearestClusters({ dimensions, values }: Points, point: number, { centres, clusters }: Clusters): Int32Array {
  const size = Math.min(CLUSTERS_SEARCHED, clusters.length);
  const places = new Int32Array(size);
  const nearest = new NearestList(places, new Float32Array(size).fill(Infinity), 0, size);
  for (let cluster = 0; cluster < clusters.length; cluster++) {
    const distance = squaredDistance(values, point * dimensions, centres, cluster * dimensions, dimensions);
    if (distance < nearest.limit) nearest.add(cluster, distance);
  }
  return places;
}
