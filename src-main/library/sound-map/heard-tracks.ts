import type { LibraryDatabase } from '../database.ts';
import type { Points } from './principal-components.ts';
import { principalComponents, project } from './principal-components.ts';
import type { Embedded, EmbeddingKind } from './read-embeddings.ts';
import { readEmbeddings } from './read-embeddings.ts';

/** What is left of the embeddings' dimensions. */
const AXES = 20;
/** Tracks that the axes are found by. */
const MOST_SAMPLES = 2_000;

/** A folder's tracks of one network. At no time are all their embeddings in memory. */
export interface HeardTracks {
  readonly root: string;
  readonly kind: EmbeddingKind;
  /** In ascending order. */
  readonly ids: Int32Array;
  /** Each changes with the track's embedding. */
  readonly hashes: Int32Array;
  /** The tracks whose hashes are the smallest: a few new tracks hardly change which ones these are. */
  readonly samples: readonly Embedded[];
}

/** Lists the tracks of one network. @param onShare is told how much is done, 0 to 1 */
export async function listHeard(
  database: LibraryDatabase,
  root: string,
  kind: EmbeddingKind,
  onShare: (share: number) => void,
): Promise<HeardTracks> {
  const ids = new Int32Array(kind.tracks);
  const hashes = new Int32Array(kind.tracks);
  let samples: Embedded[] = [];
  let count = 0;
  const byHash = (a: Embedded, b: Embedded) => a.hash - b.hash || a.id - b.id;
  for await (const tracks of readEmbeddings(database, root, kind)) {
    // The library may have grown since it was counted.
    for (const { id, hash } of tracks.slice(0, kind.tracks - count)) {
      ids[count] = id;
      hashes[count] = hash;
      count += 1;
    }
    samples = [...samples, ...tracks].sort(byHash).slice(0, MOST_SAMPLES);
    onShare(count / kind.tracks);
  }
  return { root, kind, ids: ids.slice(0, count), hashes: hashes.slice(0, count), samples };
}

/** The listed tracks as points on the axes in which their embeddings vary most. @param onShare as {@link listHeard} */
export async function projectHeard(
  database: LibraryDatabase,
  { root, kind, ids, samples }: HeardTracks,
  onShare: (share: number) => void,
): Promise<Points> {
  const projection = principalComponents(pointsOf(samples, kind), AXES);
  const dimensions = projection.axes.length;
  const values = new Float32Array(ids.length * dimensions);
  let place = 0;
  for await (const tracks of readEmbeddings(database, root, kind)) {
    for (const { id, embedding } of tracks) {
      // What has come or gone since they were listed is left out, or stays in the middle.
      while (place < ids.length && (ids[place] as number) < id) place += 1;
      if (ids[place] === id) project(projection, embedding, 0, values, place * dimensions);
    }
    onShare(place / ids.length);
  }
  return { count: ids.length, dimensions, values };
}

function pointsOf(samples: readonly Embedded[], { sizes }: EmbeddingKind): Points {
  const dimensions = sizes.reduce((sum, size) => sum + size, 0);
  const values = new Float32Array(samples.length * dimensions);
  samples.forEach(({ embedding }, place) => values.set(embedding, place * dimensions));
  return { count: samples.length, dimensions, values };
}
