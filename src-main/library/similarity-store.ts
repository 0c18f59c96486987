import { z } from 'zod';
import type { GenreProfile, Neighbour, Neighbours } from '../contract/similarity.ts';
import type { TrackId } from '../contract/track.ts';
import { floats, HAS_GENRE, numbers } from './columns.ts';
import { comparedTracks } from './compared-tracks.ts';
import type { LibraryDatabase } from './database.ts';
import { pagesOf } from './pages.ts';

/** Tracks read before others have their turn. */
const TRACKS_AT_ONCE = 1_000;
const FARTHEST = 5;

/** Which neighbours. */
export interface NeighbourQuery {
  readonly id: TrackId;
  /** Most. */
  readonly count: number;
  /** A genre or a style that they have; null for any. */
  readonly genre: string | null;
}

const soundRow = z.object({ id: z.number(), embedding: floats, sketch: floats });
type SoundRow = z.infer<typeof soundRow>;

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
  sounds: `
    SELECT id, embedding, sketch
    FROM analyses JOIN tracks ON id = track_id
    WHERE id > ? AND root = ? AND status = 'done' AND spec_hash = ? AND ${HAS_GENRE} AND length(embedding) > 0
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
    const limits = { except: id, near: count, far: 0 };
    const compared = await comparedTracks(this.#database, { root, specHash, embedding, sizes, genre, ...limits });
    const byGenre = new Map<string, Neighbour>();
    for (const neighbour of compared) if (!byGenre.has(neighbour.genre)) byGenre.set(neighbour.genre, neighbour);
    return { nearest: compared.slice(0, count), byGenre: [...byGenre.values()] };
  }

  /** What a genre of a folder sounds like; null where no track has it. */
  async genreProfile(root: string, genre: string): Promise<GenreProfile | null> {
    const common = this.#commonSpec(root, genre);
    if (common === null) return null;
    const { spec_hash: specHash, embedding_sizes: sizes } = common;
    const spectrum: number[] = [];
    const centre: number[] = [];
    let tracks = 0;
    for await (const row of this.#sounds(root, specHash, genre)) {
      tracks += 1;
      addTo(spectrum, row.sketch);
      addTo(centre, row.embedding);
    }
    const embedding = Float32Array.from(centre, (sum) => sum / tracks);
    const limits = { except: null, near: 1, far: FARTHEST };
    const compared = await comparedTracks(this.#database, { root, specHash, embedding, sizes, genre, ...limits });
    const [typical = null, ...others] = compared.map((neighbour) => ({ ...neighbour, genre }));
    return {
      genre,
      tracks,
      meanSpectrum: Float32Array.from(spectrum, (sum) => sum / tracks),
      typical,
      farthest: others.reverse().slice(0, FARTHEST),
    };
  }

  /** The model that heard most of a genre's tracks. */
  #commonSpec(root: string, genre: string): z.infer<typeof commonRow> | null {
    const row: unknown = this.#database.prepare(SQL.commonSpec).get(root, genre, genre);
    return row ? commonRow.parse(row) : null;
  }

  async *#sounds(root: string, specHash: string, genre: string): AsyncGenerator<SoundRow> {
    const statement = this.#database.prepare(SQL.sounds);
    const pages = pagesOf({
      first: 0,
      size: TRACKS_AT_ONCE,
      read: (behind, size) => z.array(soundRow).parse(statement.all(behind, root, specHash, genre, genre, size)),
      keyOf: ({ id }) => id,
    });
    for await (const rows of pages) yield* rows;
  }
}

function addTo(sums: number[], values: Float32Array): void {
  values.forEach((value, index) => (sums[index] = (sums[index] ?? 0) + value));
}
