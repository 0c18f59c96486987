import type { LibraryDatabase } from '../database.ts';
import type { Points, Projection } from './principal-components.ts';
import { principalComponents, project } from './principal-components.ts';
import type { Embedded, EmbeddingKind } from './read-embeddings.ts';
import { readEmbeddings } from './read-embeddings.ts';

/** What is left of the embeddings' dimensions. */
const AXES = 20;
/** Tracks that the axes are found by. */
const MOST_SAMPLES = 2_000;

/** A folder's tracks as points, few numbers each. */
export interface HeardTracks {
  /** In ascending order. */
  readonly ids: Int32Array;
  readonly hashes: Int32Array;
  readonly points: Points;
}

/**
 * Reads the tracks of one network and projects them to their principal axes; at no time are all embeddings in memory.
 * @param onShare is told how much is done, 0 to 1
 */
export async function heardTracks(
  database: LibraryDatabase,
  root: string,
  kind: EmbeddingKind,
  onShare: (share: number) => void,
): Promise<HeardTracks> {
  const projection = await projectionOf(database, root, kind, (share) => onShare(share / 2));
  const dimensions = projection.axes.length;
  const ids = new Int32Array(kind.tracks);
  const hashes = new Int32Array(kind.tracks);
  const values = new Float32Array(kind.tracks * dimensions);
  let count = 0;
  for await (const tracks of readEmbeddings(database, root, kind)) {
    // The library may have grown since it was counted.
    for (const { id, hash, embedding } of tracks.slice(0, kind.tracks - count)) {
      ids[count] = id;
      hashes[count] = hash;
      project(projection, embedding, 0, values, count * dimensions);
      count += 1;
    }
    onShare(0.5 + count / kind.tracks / 2);
  }
  const points = { count, dimensions, values: values.subarray(0, count * dimensions) };
  return { ids: ids.slice(0, count), hashes: hashes.slice(0, count), points };
}

/** By the tracks whose hashes are the smallest: a few new tracks hardly change which ones these are. */
async function projectionOf(
  database: LibraryDatabase,
  root: string,
  kind: EmbeddingKind,
  onShare: (share: number) => void,
): Promise<Projection> {
  let chosen: Embedded[] = [];
  let read = 0;
  const byHash = (a: Embedded, b: Embedded) => a.hash - b.hash || a.id - b.id;
  for await (const tracks of readEmbeddings(database, root, kind)) {
    chosen = [...chosen, ...tracks].sort(byHash).slice(0, MOST_SAMPLES);
    read += tracks.length;
    onShare(Math.min(1, read / kind.tracks));
  }
  const dimensions = kind.sizes.reduce((sum, size) => sum + size, 0);
  const values = new Float32Array(chosen.length * dimensions);
  chosen.forEach(({ embedding }, place) => values.set(embedding, place * dimensions));
  return principalComponents({ count: chosen.length, dimensions, values }, AXES);
}
