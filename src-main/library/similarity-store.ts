import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import type { GenreProfile, Neighbour, Neighbours } from '../contract/similarity.ts';
import type { TrackId } from '../contract/track.ts';
import { floats, HAS_GENRE, numbers } from './columns.ts';
import type { LibraryDatabase } from './database.ts';

/** Tracks compared before others have their turn. */
const TRACKS_AT_ONCE = 1_000;
const FARTHEST = 5;

/** Which neighbours. */
interface NeighbourQuery {
  readonly id: TrackId;
  /** Most. */
  readonly count: number;
  /** A genre or a style that they have; null for any. */
  readonly genre: string | null;
}

const embeddingRow = z.object({ id: z.number(), predicted: z.string(), embedding: floats, sketch: floats });
type EmbeddingRow = z.infer<typeof embeddingRow>;

const originRow = z.object({ spec_hash: z.string(), embedding: floats.nullable(), embedding_sizes: numbers });
const NO_ANALYSIS = { spec_hash: '', embedding: null, embedding_sizes: [] };
const commonRow = z.object({ spec_hash: z.string(), embedding_sizes: numbers });

const SQL = {
  origin: 'SELECT spec_hash, embedding, embedding_sizes FROM analyses WHERE track_id = ?',
  commonSpec: `
    SELECT spec_hash, embedding_sizes
    FROM analyses JOIN tracks ON id = track_id
    WHERE root = ? AND status = 'done' AND ${HAS_GENRE} AND length(sketch) > 0
    GROUP BY spec_hash ORDER BY count(*) DESC LIMIT 1`,
  embeddings: `
    SELECT id, predicted, embedding, sketch
    FROM analyses JOIN tracks ON id = track_id
    WHERE id > ? AND root = ? AND status = 'done' AND spec_hash = ?
      AND (? IS NULL OR ${HAS_GENRE}) AND length(embedding) > 0
    ORDER BY id LIMIT ?`,
} as const;

/** Compares tracks by what the model makes of them. Only tracks that the same model heard can be compared. */
export class SimilarityStore {
  readonly #database: LibraryDatabase;

  constructor(database: LibraryDatabase) {
    this.#database = database;
  }

  /**
   * The nearest tracks of a folder, in all and of every predicted genre; with a genre or a style, among those that have
   * it. Empty where the model tells nothing to compare by.
   */
  async neighbours(root: string, { id, count, genre }: NeighbourQuery): Promise<Neighbours> {
    const origin: unknown = this.#database.prepare(SQL.origin).get(id);
    const { embedding, spec_hash: specHash, embedding_sizes: sizes } = origin ? originRow.parse(origin) : NO_ANALYSIS;
    if (!embedding || embedding.length === 0) return { nearest: [], byGenre: [] };
    const nearest: Neighbour[] = [];
    const byGenre = new Map<string, Neighbour>();
    for await (const row of this.#embeddings(root, specHash, genre)) {
      if (row.id === id) continue;
      const neighbour = {
        id: row.id,
        genre: row.predicted,
        distance: distanceBetween(embedding, row.embedding, sizes),
      };
      insertSorted(nearest, neighbour, count);
      if (neighbour.distance < (byGenre.get(row.predicted)?.distance ?? Infinity))
        byGenre.set(row.predicted, neighbour);
    }
    return { nearest, byGenre: [...byGenre.values()].sort((a, b) => a.distance - b.distance) };
  }

  /** What a genre of a folder sounds like; null where no track has it. */
  async genreProfile(root: string, genre: string): Promise<GenreProfile | null> {
    const common = this.#commonSpec(root, genre);
    if (common === null) return null;
    const { spec_hash: specHash, embedding_sizes: sizes } = common;
    const spectrum: number[] = [];
    const centre: number[] = [];
    let tracks = 0;
    for await (const row of this.#embeddings(root, specHash, genre)) {
      tracks += 1;
      addTo(spectrum, row.sketch);
      addTo(centre, row.embedding);
    }
    const middle = Float32Array.from(centre, (sum) => sum / tracks);
    const byDistance: Neighbour[] = [];
    for await (const row of this.#embeddings(root, specHash, genre))
      byDistance.push({ id: row.id, genre, distance: distanceBetween(middle, row.embedding, sizes) });
    byDistance.sort((a, b) => a.distance - b.distance);
    return {
      genre,
      tracks,
      meanSpectrum: Float32Array.from(spectrum, (sum) => sum / tracks),
      typical: byDistance[0] ?? null,
      farthest: byDistance.slice(1).reverse().slice(0, FARTHEST),
    };
  }

  /** The model that heard most of a genre's tracks. */
  #commonSpec(root: string, genre: string): z.infer<typeof commonRow> | null {
    const row: unknown = this.#database.prepare(SQL.commonSpec).get(root, genre, genre);
    return row ? commonRow.parse(row) : null;
  }

  async *#embeddings(root: string, specHash: string, genre: string | null = null): AsyncGenerator<EmbeddingRow> {
    const statement = this.#database.prepare(SQL.embeddings);
    for (let last = 0; ;) {
      const rows = z
        .array(embeddingRow)
        .parse(statement.all(last, root, specHash, genre, genre, genre, TRACKS_AT_ONCE));
      yield* rows;
      if (rows.length < TRACKS_AT_ONCE) return;
      last = rows.at(-1)?.id ?? 0;
      await setImmediate();
    }
  }
}

/**
 * The mean over the models of 1 − cos, 0 for the same direction and 2 for opposite ones.
 * @param sizes each model's numbers
 */
function distanceBetween(a: Float32Array, b: Float32Array, sizes: readonly number[]): number {
  let [start, sum] = [0, 0];
  for (const size of sizes) {
    sum += cosine(a, b, start, start + size);
    start += size;
  }
  return 1 - sum / Math.max(1, sizes.length);
}

function cosine(a: Float32Array, b: Float32Array, start: number, end: number): number {
  let [product, lengthA, lengthB] = [0, 0, 0];
  for (let index = start; index < end; index++) {
    const [x, y] = [a[index] as number, b[index] as number];
    product += x * y;
    lengthA += x * x;
    lengthB += y * y;
  }
  return product / Math.sqrt(lengthA * lengthB || 1);
}

function insertSorted(nearest: Neighbour[], neighbour: Neighbour, count: number): void {
  const place = nearest.findIndex(({ distance }) => neighbour.distance < distance);
  if (place >= 0) nearest.splice(place, 0, neighbour);
  else if (nearest.length < count) nearest.push(neighbour);
  if (nearest.length > count) nearest.pop();
}

function addTo(sums: number[], values: Float32Array): void {
  values.forEach((value, index) => (sums[index] = (sums[index] ?? 0) + value));
}
