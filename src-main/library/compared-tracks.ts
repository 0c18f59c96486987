import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import type { Neighbour } from '../contract/similarity.ts';
import type { TrackId } from '../contract/track.ts';
import { floats, HAS_GENRE, toBytes } from './columns.ts';
import type { LibraryDatabase } from './database.ts';
import { distanceBetween } from './sound-distance.ts';

/** Tracks compared before others have their turn: some tens of milliseconds. */
const TRACKS_AT_ONCE = 20_000;
/** SQLite compares in single precision: so many more than are wanted are compared exactly. */
const SPARE = 20;
const FLOAT_BYTES = 4;

/** What tracks are compared with, and which. */
export interface Comparison {
  readonly root: string;
  /** Of the model that heard them. */
  readonly specHash: string;
  readonly embedding: Float32Array;
  /** How many numbers of it are each model's. */
  readonly sizes: readonly number[];
  /** A genre or a style that they have; null for any. */
  readonly genre: string | null;
  /** A track that is not compared. */
  readonly except: TrackId | null;
  /** How many of the nearest and of the farthest are wanted. */
  readonly near: number;
  readonly far: number;
}

const lastRow = z.object({ last: z.number().nullable() });
const idRows = z.array(z.object({ id: z.number() }));
const embeddingRows = z.array(z.object({ id: z.number(), genre: z.string(), embedding: floats }));

const EMBEDDINGS = `
  SELECT id, predicted AS genre, embedding FROM tracks JOIN analyses ON track_id = id
  WHERE id IN (SELECT value FROM json_each(?))`;

/**
 * Tracks of a folder by their exact distance from an embedding, the nearest first: the nearest and the farthest that are
 * wanted, the nearest of every predicted genre, and some between. SQLite itself compares all of them and finds these.
 */
export async function comparedTracks(database: LibraryDatabase, comparison: Comparison): Promise<Neighbour[]> {
  const { last } = lastRow.parse(database.prepare('SELECT max(track_id) AS last FROM analyses').get());
  const ids: TrackId[] = [];
  for (let from = 0; from < (last ?? 0); from += TRACKS_AT_ONCE) {
    ids.push(...outstanding(database, comparison, from));
    await setImmediate();
  }
  const { embedding, sizes } = comparison;
  return embeddingRows
    .parse(database.prepare(EMBEDDINGS).all(JSON.stringify(ids)))
    .map(({ id, genre, embedding: other }) => ({ id, genre, distance: distanceBetween(embedding, other, sizes) }))
    .sort((a, b) => a.distance - b.distance);
}

/** Those of a range of tracks that may be among the wanted ones. */
function outstanding(
  database: LibraryDatabase,
  { root, specHash, embedding, sizes, genre, except, near, far }: Comparison,
  from: number,
): TrackId[] {
  const sql = `
    WITH compared AS MATERIALIZED (
      SELECT id, predicted, ${distanceSql(sizes)} AS distance
      FROM analyses INDEXED BY analyses_by_spec JOIN tracks ON id = track_id
      WHERE track_id > ? AND track_id <= ? AND spec_hash = ? AND root = ? AND status = 'done'
        AND length(embedding) = ? AND id IS NOT ? AND (? IS NULL OR ${HAS_GENRE})
    )
    SELECT id FROM (SELECT id FROM compared ORDER BY distance LIMIT ?)
    UNION SELECT id FROM (SELECT id FROM compared ORDER BY distance DESC LIMIT ?)
    UNION SELECT id FROM (SELECT id, min(distance) FROM compared GROUP BY predicted)`;
  const range = [from, from + TRACKS_AT_ONCE, specHash, root, embedding.byteLength];
  const restriction = [except, genre, genre, genre];
  const rows = database
    .prepare(sql)
    .all(...partsOf(embedding, sizes), ...range, ...restriction, near + SPARE, far === 0 ? 0 : far + SPARE);
  return idRows.parse(rows).map(({ id }) => id);
}

/** See {@link distanceBetween}; takes each model's part of the embedding that the column is compared with. */
function distanceSql(sizes: readonly number[]): string {
  let start = 1;
  const parts = sizes.map((size) => {
    const part = `substr(embedding, ${start}, ${size * FLOAT_BYTES})`;
    start += size * FLOAT_BYTES;
    return `COALESCE(vector_distance_cos(${part}, ?), 1)`;
  });
  return parts.length === 0 ? '1' : `(${parts.join(' + ')}) / ${parts.length}`;
}

function partsOf(embedding: Float32Array, sizes: readonly number[]): Buffer[] {
  let start = 0;
  return sizes.map((size) => toBytes(embedding.subarray(start, (start += size))));
}
