import type { Album } from '../../src-main/contract/albums.ts';
import type { ErrorData } from '../../src-main/contract/app-error.ts';
import { EVERY_TRACK } from '../../src-main/contract/library.ts';
import type { TrackId, TrackSelection } from '../../src-main/contract/track.ts';
import { errorDataOf, type Client } from '../api/bridge.ts';
import { RowCache } from './row-cache.ts';

/** Albums whose facts stay when they are out of sight. */
const MOST_ROWS = 2_000;

/** The albums of the shown tracks. */
export class AlbumStore {
  /** Each by one of its tracks; null until they are listed. */
  ids = $state.raw<Int32Array | null>(null);
  failure = $state.raw<ErrorData | null>(null);
  /** The one that has the focus, by its place; -1 is none. */
  focus = $state.raw(-1);
  readonly rows: RowCache<Album>;
  readonly #api: Client;
  #visible: Int32Array = new Int32Array();
  #asked = 0;

  constructor(api: Client) {
    this.#api = api;
    this.rows = new RowCache<Album>((ids) => api.call('views.albumRows', { ids }), MOST_ROWS);
  }

  /** Lists the albums that some tracks are of; the focus stays on its album. */
  async list(selection: TrackSelection): Promise<void> {
    const asked = ++this.#asked;
    try {
      const ids = await this.#api.call('views.albums', { selection });
      if (asked !== this.#asked) return;
      const focused = this.ids?.[this.focus];
      this.focus = focused === undefined ? -1 : ids.indexOf(focused);
      this.ids = ids;
      this.failure = null;
      this.rows.expire();
      this.#fetch();
    } catch (error) {
      if (asked === this.#asked) this.failure = errorDataOf(error);
    }
  }

  /** Says which albums are in view, by their places; `to` is not one of them. */
  show(from: number, to: number): void {
    this.#visible = this.ids?.slice(from, to) ?? new Int32Array();
    this.#fetch();
  }

  /** Forgets the albums of a folder that was left. */
  reset(): void {
    this.#asked += 1;
    this.ids = null;
    this.focus = -1;
    this.rows.clear();
  }

  /** The album at a place, if it was fetched. */
  at(place: number): Album | undefined {
    return this.rows.get(this.ids?.[place] ?? NO_TRACK);
  }

  /** The tracks of an album in the order of their files, whatever the filters show. @throws AppError */
  tracksOf({ id }: Album): Promise<Int32Array> {
    return this.#api.call('library.query', { ...EVERY_TRACK, group: { by: 'album', value: String(id) } });
  }

  #fetch(): void {
    this.rows.want(this.#visible).catch((error: unknown) => (this.failure = errorDataOf(error)));
  }
}

const NO_TRACK: TrackId = -1;
