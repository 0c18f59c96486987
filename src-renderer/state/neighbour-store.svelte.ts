import type { TrackId } from '../../src-main/contract/track.ts';
import type { Client } from '../api/bridge.ts';
import { withNames, type NamedNeighbour } from './named-neighbours.ts';

/** How many similar tracks are listed at once. */
const SHOWN = 6;

/** The tracks most like one, in all and of every predicted genre. */
interface FoundNeighbours {
  readonly nearest: readonly NamedNeighbour[];
  readonly byGenre: readonly NamedNeighbour[];
}

/** The tracks most like one among those that have a genre or a style. */
interface AlikeNeighbours {
  readonly genre: string;
  readonly nearest: readonly NamedNeighbour[];
}

/** What sounds like the open track; the rows follow the user's labels. */
export class NeighbourStore {
  /** Null until they are found; those of the track before stay until then. */
  found = $state.raw<FoundNeighbours | null>(null);
  alike = $state.raw<AlikeNeighbours | null>(null);

  readonly #api: Client;
  /** Counted up, so that responses to older requests are ignored. */
  #asked = 0;
  #askedAlike = 0;
  #renamed = 0;

  constructor(api: Client) {
    this.#api = api;
    api.on('labels.changed', () => void this.#nameAnew());
  }

  /** Finds what is most like a track. */
  async find(id: TrackId): Promise<void> {
    const asked = ++this.#asked;
    const found = await this.#find(id, null);
    if (asked === this.#asked) this.found = found;
  }

  /** Finds what is most like a track among those that have a genre or a style; with none, forgets what was found. */
  async findAlike(id: TrackId, genre: string | null): Promise<void> {
    const asked = ++this.#askedAlike;
    if (genre === null) return void (this.alike = null);
    const { nearest } = await this.#find(id, genre);
    if (asked === this.#askedAlike) this.alike = { genre, nearest };
  }

  /** No track is open any more. */
  forget(): void {
    this.#asked += 1;
    this.#askedAlike += 1;
    this.found = null;
    this.alike = null;
  }

  async #find(id: TrackId, genre: string | null): Promise<FoundNeighbours> {
    const { nearest, byGenre } = await this.#api
      .call('library.neighbours', { id, count: SHOWN, genre })
      .catch(() => ({ nearest: [], byGenre: [] }));
    return { nearest: await withNames(this.#api, nearest), byGenre: await withNames(this.#api, byGenre) };
  }

  /** Loads the rows of what was found again: which tracks are near does not depend on labels. */
  async #nameAnew(): Promise<void> {
    const renamed = ++this.#renamed;
    const { found, alike } = this;
    const again = found && {
      nearest: await withNames(this.#api, found.nearest),
      byGenre: await withNames(this.#api, found.byGenre),
    };
    const alikeAgain = alike && { ...alike, nearest: await withNames(this.#api, alike.nearest) };
    if (renamed !== this.#renamed) return;
    if (found === this.found) this.found = again;
    if (alike === this.alike) this.alike = alikeAgain;
  }
}
