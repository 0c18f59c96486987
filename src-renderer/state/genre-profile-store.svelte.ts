import type { ErrorData } from '../../src-main/contract/app-error.ts';
import type { SpectrogramThumbnail } from '../../src-main/contract/inspection.ts';
import type { GenreProfile, Neighbour } from '../../src-main/contract/similarity.ts';
import type { TrackRow } from '../../src-main/contract/track.ts';
import { errorDataOf, type Client } from '../api/bridge.ts';

/** A similar track with its row of the table. */
export interface NamedNeighbour extends Neighbour {
  readonly track: TrackRow;
}

/** Adds the rows of the table to similar tracks; tracks that no longer exist are left out. */
export async function withNames(api: Client, neighbours: readonly Neighbour[]): Promise<NamedNeighbour[]> {
  if (neighbours.length === 0) return [];
  const rows = await api.call('library.rows', { ids: Int32Array.from(neighbours, ({ id }) => id) });
  return neighbours.flatMap((neighbour) => {
    const track = rows.find(({ id }) => id === neighbour.id);
    return track ? [{ ...neighbour, track }] : [];
  });
}

/** The genre whose profile is shown. */
export class GenreProfileStore {
  genre = $state.raw('');
  phase = $state.raw<'loading' | 'ready' | 'failed'>('loading');
  failure = $state.raw<ErrorData | null>(null);
  genreProfile = $state.raw<GenreProfile | null>(null);
  typical = $state.raw<NamedNeighbour | null>(null);
  farthest = $state.raw<readonly NamedNeighbour[]>([]);
  /** The thumbnail of the most typical track; null until it is computed, or if the file cannot be read. */
  thumbnail = $state.raw<SpectrogramThumbnail | null>(null);

  readonly #api: Client;

  constructor(api: Client) {
    this.#api = api;
  }

  async open(genre: string): Promise<void> {
    this.genre = genre;
    this.phase = 'loading';
    this.thumbnail = null;
    try {
      const genreProfile = await this.#api.call('library.genreProfile', { genre });
      const { typical = null, farthest = [] } = genreProfile ?? {};
      const [first = null] = await withNames(this.#api, typical ? [typical] : []);
      const far = await withNames(this.#api, farthest);
      if (genre !== this.genre) return;
      this.genreProfile = genreProfile;
      this.typical = first;
      this.farthest = far;
      this.phase = 'ready';
      const thumbnail = typical && (await this.#api.call('inspect.thumbnail', { id: typical.id }).catch(() => null));
      if (genre === this.genre) this.thumbnail = thumbnail;
    } catch (error) {
      if (genre !== this.genre) return;
      this.failure = errorDataOf(error);
      this.phase = 'failed';
    }
  }
}
