import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import type { GenreProfile, Neighbour, Neighbours } from '../contract/similarity.ts';
import type { TrackId } from '../contract/track.ts';
import { floats, numbers } from './columns.ts';
import type { LibraryDatabase } from './database.ts';

/** Tracks compared before others have their turn. */
const TRACKS_AT_ONCE = 1_000;
const FARTHEST = 5;

const recordingRow = z.object({ id: z.number(), predicted: z.string(), embedding: floats, sketch: floats });
type Sound = z.infer<typeof recordingRow>;

const originRow = z.object({ spec_hash: z.string(), embedding: floats.nullable(), embedding_sizes: numbers });
const NOTHING_HEARD = { spec_hash: '', embedding: null, embedding_sizes: [] };
const commonRow = z.object({ spec_hash: z.string(), embedding_sizes: numbers });

/** Compares tracks by what the model makes of them. Only tracks that the same model heard can be compared. */
export class SimilarityStore {
  readonly #database: LibraryDatabase;

  constructor(database: LibraryDatabase) {
    this.#database = database;
  }

  /** The nearest tracks of a folder, in all and of every genre. Empty where the model tells nothing to compare by. */
  async neighbours(root: string, id: TrackId, count: number): Promise<Neighbours> {
    const origin: unknown = this.#database
      .prepare('SELECT spec_hash, embedding, embedding_sizes FROM analyses WHERE track_id = ?')
      .get(id);
    const { embedding, spec_hash: specHash, embedding_sizes: parts } = origin ? originRow.parse(origin) : NOTHING_HEARD;
    if (!embedding || embedding.length === 0) return { nearest: [], byGenre: [] };
    const nearest: Neighbour[] = [];
    const byGenre = new Map<string, Neighbour>();
    for await (const sound of this.#sounds(root, specHash)) {
      if (sound.id === id) continue;
      const neighbour = {
        id: sound.id,
        genre: sound.predicted,
        distance: distanceBetween(embedding, sound.embedding, parts),
      };
      insertSorted(nearest, neighbour, count);
      if (neighbour.distance < (byGenre.get(sound.predicted)?.distance ?? Infinity))
        byGenre.set(sound.predicted, neighbour);
    }
    return { nearest, byGenre: [...byGenre.values()].sort((a, b) => a.distance - b.distance) };
  }

  /** What a genre of a folder sounds like; null where no track has it. */
  async fingerprint(root: string, genre: string): Promise<GenreProfile | null> {
    const common = this.#commonSpec(root, genre);
    if (common === null) return null;
    const { spec_hash: specHash, embedding_sizes: parts } = common;
    const sketch: number[] = [];
    const centre: number[] = [];
    let tracks = 0;
    for await (const sound of this.#sounds(root, specHash, genre)) {
      tracks += 1;
      addTo(sketch, sound.sketch);
      addTo(centre, sound.embedding);
    }
    const middle = Float32Array.from(centre, (sum) => sum / tracks);
    const byDistance: Neighbour[] = [];
    for await (const sound of this.#sounds(root, specHash, genre))
      byDistance.push({ id: sound.id, genre, distance: distanceBetween(middle, sound.embedding, parts) });
    byDistance.sort((a, b) => a.distance - b.distance);
    return {
      genre,
      tracks,
      meanSpectrum: Float32Array.from(sketch, (sum) => sum / tracks),
      typical: byDistance[0] ?? null,
      farthest: byDistance.slice(1).reverse().slice(0, FARTHEST),
    };
  }

  /** The model that heard most of a genre's tracks. */
  #commonSpec(root: string, genre: string): z.infer<typeof commonRow> | null {
    const row: unknown = this.#database
      .prepare(
        "SELECT spec_hash, embedding_sizes FROM analyses JOIN tracks ON id = track_id WHERE root = ? AND status = 'done' AND predicted = ? AND length(sketch) > 0 GROUP BY spec_hash ORDER BY count(*) DESC LIMIT 1",
      )
      .get(root, genre);
    return row ? commonRow.parse(row) : null;
  }

  async *#sounds(root: string, specHash: string, genre: string | null = null): AsyncGenerator<Sound> {
    const statement = this.#database.prepare(
      `SELECT id, predicted, embedding, sketch FROM analyses JOIN tracks ON id = track_id
       WHERE id > ? AND root = ? AND status = 'done' AND spec_hash = ? AND predicted = COALESCE(?, predicted) AND length(embedding) > 0 ORDER BY id LIMIT ?`,
    );
    for (let last = 0; ;) {
      const rows = z.array(recordingRow).parse(statement.all(last, root, specHash, genre, TRACKS_AT_ONCE));
      yield* rows;
      if (rows.length < TRACKS_AT_ONCE) return;
      last = rows.at(-1)?.id ?? 0;
      await setImmediate();
    }
  }
}

/** The mean over the models of 1 − cos, 0 for the same direction and 2 for opposite ones. @param sizes each model's numbers */
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
