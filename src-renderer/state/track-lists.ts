import type { SavedTrackLists, TrackListFormat } from '../../src-main/contract/track-lists.ts';
import { texts } from '../../src-main/texts/index.ts';
import type { Stores } from './stores.svelte.ts';

const words = texts.lists;

/** Writes the tracks that the table shows, in its order, as lists. */
export class TrackLists {
  readonly #parts: Pick<Stores, 'api' | 'library' | 'messages'>;

  constructor(parts: Pick<Stores, 'api' | 'library' | 'messages'>) {
    this.#parts = parts;
  }

  /** One list of all of them. */
  async save(format: TrackListFormat): Promise<void> {
    const { api, library, messages } = this.#parts;
    const saved = await messages.attempt(api.call('lists.save', { format, ids: library.view.ids }));
    if (saved) this.#tell(words.saved(saved), saved);
  }

  /** One playlist for each predicted genre. */
  async saveByGenre(): Promise<void> {
    const { api, library, messages } = this.#parts;
    const saved = await messages.attempt(api.call('lists.saveByGenre', { ids: library.view.ids }));
    if (saved?.lists === 0) messages.tell(words.nothing);
    else if (saved) this.#tell(words.savedByGenre(saved), saved);
  }

  #tell(title: string, { leftOut, place }: SavedTrackLists): void {
    const left = leftOut > 0 ? `${words.leftOut(leftOut)} ` : '';
    this.#parts.messages.tell(title, left + words.place({ place }));
  }
}
