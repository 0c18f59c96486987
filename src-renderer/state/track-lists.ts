import type { LibraryFilters } from '../../src-main/contract/library.ts';
import { LONGEST_LIST_NAME, type SavedTrackLists, type TrackListFormat } from '../../src-main/contract/track-lists.ts';
import { texts } from '../../src-main/texts/index.ts';
import { queryOf } from './library-filters.ts';
import type { Stores } from './stores.svelte.ts';

const words = texts.lists;

/** Tracks that have a name, whatever the table shows. */
export interface NamedTracks {
  readonly name: string;
  /** What finds them. */
  readonly filters: LibraryFilters;
}

/** Writes tracks in the table's order as lists: those that it shows, or others. */
export class TrackLists {
  readonly #parts: Pick<Stores, 'api' | 'library' | 'messages'>;

  constructor(parts: Pick<Stores, 'api' | 'library' | 'messages'>) {
    this.#parts = parts;
  }

  /** One list of all that are shown. */
  save(format: TrackListFormat): Promise<void> {
    return this.#save(format, this.#parts.library.view.ids, null);
  }

  /** One playlist for each predicted genre of those that are shown. */
  saveByGenre(): Promise<void> {
    return this.#saveByGenre(this.#parts.library.view.ids);
  }

  /** One playlist of others. */
  async saveOf(tracks: NamedTracks): Promise<void> {
    const ids = await this.#find(tracks);
    if (ids) await this.#save('m3u8', ids, tracks.name);
  }

  /** One playlist for each predicted genre of others. */
  async saveByGenreOf(tracks: NamedTracks): Promise<void> {
    const ids = await this.#find(tracks);
    if (ids) await this.#saveByGenre(ids);
  }

  /** Undefined where there are none, which is told. */
  async #find({ name, filters }: NamedTracks): Promise<Int32Array | undefined> {
    const { api, library, messages } = this.#parts;
    const ids = await messages.attempt(api.call('library.query', queryOf(filters, library.sort)));
    if (ids?.length !== 0) return ids;
    messages.tell(words.noTracks({ name }));
    return undefined;
  }

  /** @param name is proposed for the file */
  async #save(format: TrackListFormat, ids: Int32Array, name: string | null): Promise<void> {
    const { api, messages } = this.#parts;
    const proposed = name?.slice(0, LONGEST_LIST_NAME) ?? null;
    const saved = await messages.attempt(api.call('lists.save', { format, ids, name: proposed }));
    if (saved) this.#tell(words.saved(saved), saved);
  }

  async #saveByGenre(ids: Int32Array): Promise<void> {
    const { api, messages } = this.#parts;
    const saved = await messages.attempt(api.call('lists.saveByGenre', { ids }));
    if (saved?.lists === 0) messages.tell(words.nothing);
    else if (saved) this.#tell(words.savedByGenre(saved), saved);
  }

  #tell(title: string, { leftOut, place }: SavedTrackLists): void {
    const left = leftOut > 0 ? `${words.leftOut(leftOut)} ` : '';
    this.#parts.messages.tell(title, left + words.place({ place }));
  }
}
