import type { SoundMap } from '../../contract/sound-map.ts';
import type { LibraryDatabase } from '../database.ts';
import type { HeardTracks } from './heard-tracks.ts';
import { listHeard, projectHeard } from './heard-tracks.ts';
import type { KeptMap } from './map-file.ts';
import { keepMap, mapFile, readMap } from './map-file.ts';
import { nearestNeighbours } from './nearest-neighbours.ts';
import { embedNeighbours } from './neighbour-embedding.ts';
import { placeAmongNeighbours } from './place-points.ts';
import type { Points } from './principal-components.ts';
import { commonKind } from './read-embeddings.ts';

const NEIGHBOURS = 15;
/** Of larger libraries, so many tracks are embedded; the others are placed among them. */
const MOST_EMBEDDED = 100_000;
/** A map is kept as it is, and new tracks are placed in it, until they are more than this share. */
const NEW_SHARE = 0.1;
/** With a position for this share, a new map begins with the old one. */
const KNOWN_SHARE = 0.5;
/** How wide a map is while its points are moved. */
const WIDTH = 10;
/** Shares of the time. */
const READING = 0.2;
const SEARCHING = 0.5;

/** What a map is made of. */
export interface MapRequest {
  readonly root: string;
  /** Where maps are kept. */
  readonly folder: string;
}

type OnShare = (share: number) => void;

/**
 * The map of a folder's analysed tracks, of the network that heard most of them. The same tracks always have the same map:
 * it is computed from their principal components without chance, and kept. A few new tracks are placed beside those that
 * they sound like, and no other one moves.
 * @param onShare is told how much is done, 0 to 1
 */
export async function soundMap(
  database: LibraryDatabase,
  { root, folder }: MapRequest,
  onShare: OnShare,
): Promise<SoundMap> {
  const kind = commonKind(database, root);
  if (kind === null) return { ids: new Int32Array(), positions: new Float32Array() };
  const tracks = await listHeard(database, root, kind, (share) => onShare((READING / 2) * share));
  const file = mapFile(folder, root, kind.specHash);
  const kept = await readMap(file);
  const { positions, unknown } = carriedOver(tracks, kept);
  const isSame = unknown.length === 0 && kept?.ids.length === tracks.ids.length;
  if (!isSame) {
    const points = await projectHeard(database, tracks, (share) => onShare((READING / 2) * (1 + share)));
    lay(points, positions, unknown, onShare);
    await keepMap(file, folder, { ids: tracks.ids, hashes: tracks.hashes, positions });
  }
  return { ids: tracks.ids, positions: unitPositions(positions) };
}

/** The positions of tracks that a kept map has, and the places of those that it lacks. */
function carriedOver(
  { ids, hashes }: HeardTracks,
  kept: KeptMap | null,
): { positions: Float32Array; unknown: Int32Array } {
  const positions = new Float32Array(ids.length * 2);
  const places = new Map<number, number>();
  kept?.ids.forEach((id, place) => places.set(id, place));
  const unknown = [...ids.keys()].filter((point) => {
    const place = places.get(ids[point] as number);
    if (!kept || place === undefined || kept.hashes[place] !== hashes[point]) return true;
    positions.set(kept.positions.subarray(2 * place, 2 * place + 2), 2 * point);
    return false;
  });
  return { positions, unknown: Int32Array.from(unknown) };
}

/** Gives positions to points that have none; all are laid anew where these are many. */
function lay(points: Points, positions: Float32Array, unknown: Int32Array, onShare: OnShare): void {
  const report = (share: number) => onShare(READING + (SEARCHING - READING) * share);
  const isNew = unknown.length > (1 - KNOWN_SHARE) * points.count;
  if (isNew) setPrincipal(points, positions);
  else placeAmongNeighbours(positions, unknown, nearestNeighbours(points, unknown, NEIGHBOURS, report));
  if (unknown.length > NEW_SHARE * points.count) embed(points, positions, onShare);
}

/** Every point at its first two principal components, scaled to the width. */
function setPrincipal({ count, dimensions, values }: Points, positions: Float32Array): void {
  let largest = 0;
  for (let point = 0; point < count; point++)
    largest = Math.max(largest, Math.abs(values[point * dimensions] as number));
  const scale = largest > 0 ? WIDTH / 2 / largest : 0;
  for (let point = 0; point < count; point++)
    for (let axis = 0; axis < 2; axis++)
      positions[2 * point + axis] = axis < dimensions ? scale * (values[point * dimensions + axis] as number) : 0;
}

/** Moves points until neighbours lie together: all of them, or evenly chosen ones, among which the others are placed. */
function embed(points: Points, positions: Float32Array, onShare: OnShare): void {
  const step = Math.ceil(points.count / MOST_EMBEDDED);
  const chosen = Int32Array.from({ length: Math.ceil(points.count / step) }, (_, index) => index * step);
  const some = step === 1 ? points : subset(points, chosen);
  const all = Int32Array.from(chosen.keys());
  const neighbours = nearestNeighbours(some, all, NEIGHBOURS, (share) =>
    onShare(READING + (SEARCHING - READING) * share),
  );
  const moved = Float32Array.from({ length: chosen.length * 2 }, (_, index) => {
    return positions[2 * (chosen[index >> 1] as number) + (index & 1)] as number;
  });
  embedNeighbours(moved, neighbours, (share) => onShare(SEARCHING + (1 - SEARCHING) * share));
  chosen.forEach((point, index) => positions.set(moved.subarray(2 * index, 2 * index + 2), 2 * point));
  if (step === 1) return;
  const others = Int32Array.from({ length: points.count }, (_, point) => point).filter((point) => point % step !== 0);
  placeAmongNeighbours(
    positions,
    others,
    nearestNeighbours(points, others, NEIGHBOURS, () => undefined),
  );
}

function subset({ dimensions, values }: Points, chosen: Int32Array): Points {
  const some = new Float32Array(chosen.length * dimensions);
  chosen.forEach((point, place) =>
    some.set(values.subarray(point * dimensions, (point + 1) * dimensions), place * dimensions),
  );
  return { count: chosen.length, dimensions, values: some };
}

/** The same shape, its longer side from 0 to 1. */
function unitPositions(positions: Float32Array): Float32Array {
  const [low, high] = [
    [Infinity, Infinity],
    [-Infinity, -Infinity],
  ];
  positions.forEach((value, index) => {
    low[index & 1] = Math.min(low[index & 1] as number, value);
    high[index & 1] = Math.max(high[index & 1] as number, value);
  });
  const [left = 0, top = 0] = low;
  const [right = 0, bottom = 0] = high;
  const side = Math.max(right - left, bottom - top) || 1;
  const margins = [(side - (right - left)) / 2, (side - (bottom - top)) / 2];
  return positions.map((value, index) => (value - ([left, top][index & 1] ?? 0) + (margins[index & 1] ?? 0)) / side);
}
