import type { ErrorData } from '../../src-main/contract/app-error.ts';
import type { SpectrogramThumbnail } from '../../src-main/contract/inspection.ts';
import type { GenreProfile } from '../../src-main/contract/similarity.ts';
import { errorDataOf, type Client } from '../api/bridge.ts';
import { withNames, type NamedNeighbour } from './named-neighbours.ts';

/** The genre whose profile is shown; the rows of its tracks follow the user's labels. */
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
  /** Counted up, so that responses to older requests are ignored. */
  #renamed = 0;

  constructor(api: Client) {
    this.#api = api;
    api.on('labels.changed', () => void this.#nameAnew());
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

  async #nameAnew(): Promise<void> {
    const renamed = ++this.#renamed;
    const { genreProfile, typical, farthest } = this;
    const [first = null] = await withNames(this.#api, typical ? [typical] : []);
    const far = await withNames(this.#api, farthest);
    if (renamed !== this.#renamed || genreProfile !== this.genreProfile) return;
    this.typical = first;
    this.farthest = far;
  }
}
