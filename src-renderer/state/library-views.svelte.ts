import { tick } from 'svelte';
import type { Album } from '../../src-main/contract/albums.ts';
import type { TrackSelection } from '../../src-main/contract/track.ts';
import type { LibraryFilters } from '../../src-main/contract/library.ts';
import type { Client } from '../api/bridge.ts';
import type { InspectorStore } from './inspector-store.svelte.ts';
import type { LibraryStore } from './library-store.svelte.ts';
import type { Messages } from './messages.svelte.ts';
import type { Navigation } from './navigation.ts';
import { Remembered } from './remembered.svelte.ts';

/** How the open folder is looked at, in the order of the tabs. */
export const LIBRARY_VIEWS = ['tracks', 'albums', 'overview', 'map'] as const;
/** See {@link LIBRARY_VIEWS}. */
export type LibraryViewName = (typeof LIBRARY_VIEWS)[number];

interface Parts {
  readonly library: LibraryStore;
  readonly navigation: Pick<Navigation, 'closeInspector' | 'focusTracks'>;
  readonly inspector: Pick<InspectorStore, 'isOpen'>;
  readonly messages: Messages;
  readonly api: Client;
}

/** Which view of the open folder is shown, and the ways from the others to the table. */
export class LibraryViews {
  readonly #shown = new Remembered<LibraryViewName>('library-view', 'tracks', isLibraryView);
  readonly #parts: Parts;
  /** What the albums were filtered by, of which one was opened. */
  #beforeAlbum: LibraryFilters | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get shown(): LibraryViewName {
    return this.#shown.current;
  }

  /** Shows a view; the next start shows it again. */
  show(view: LibraryViewName): void {
    this.#shown.current = view;
  }

  /** The tracks that the filters find, as a request names them. */
  get selection(): TrackSelection {
    // Read in any case: whoever asks for the selection hears that tracks have changed.
    const { ids } = this.#parts.library.view;
    return this.#parts.library.isFiltering ? { kind: 'ids', ids } : { kind: 'all' };
  }

  /** Filters further and shows the table. */
  async filter(change: Partial<LibraryFilters>): Promise<void> {
    this.#parts.library.filter(change);
    await this.#showTable();
  }

  /** Shows the tracks of an album in the table, selected. */
  async showAlbum({ id }: Album): Promise<void> {
    this.#beforeAlbum = this.#parts.library.filters;
    await this.#parts.library.showGroup({ by: 'album', value: String(id) });
    await this.#showTable();
  }

  /** Shows the albums again that were shown before the tracks of one. */
  async leaveAlbum(): Promise<void> {
    const { library, navigation } = this.#parts;
    if (library.filters.group?.by !== 'album') return;
    library.filter(this.#beforeAlbum ?? { group: null });
    this.#beforeAlbum = null;
    this.show('albums');
    await tick();
    navigation.focusTracks();
  }

  /** Selects what was named to the app from outside; a track that is looked into makes room for it. */
  async showNamed(): Promise<void> {
    const { api, inspector, library, messages, navigation } = this.#parts;
    const ids = await messages.attempt(api.call('library.takeNamed', null));
    if (!ids || ids.length === 0) return;
    if (inspector.isOpen) navigation.closeInspector();
    await library.reveal(ids);
    await this.#showTable();
  }

  async #showTable(): Promise<void> {
    this.show('tracks');
    await tick();
    this.#parts.navigation.focusTracks();
  }
}

function isLibraryView(stored: unknown): boolean {
  return LIBRARY_VIEWS.some((view) => view === stored);
}
