import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import { LIBRARY_ROOT } from '../../src-main/contract/folder-text.ts';
import type { FolderCount, LibraryFilters, Playlist } from '../../src-main/contract/library.ts';
import { MOST_SMART_FILTERS, type SmartFilter } from '../../src-main/contract/settings.ts';
import { texts } from '../../src-main/texts/index.ts';
import type { Client } from '../api/bridge.ts';
import type { AppStore } from './app-store.svelte.ts';
import type { LabelStore } from './label-store.svelte.ts';
import { activeFilters } from './library-filters.ts';
import type { ChosenTrack } from './chosen-tracks.ts';
import type { LibraryStore } from './library-store.svelte.ts';
import type { Messages } from './messages.svelte.ts';
import { Remembered } from './remembered.svelte.ts';
import { folderOf, playlistOf, sideBarNodes, type SideBarNode } from './side-bar-nodes.ts';
import { currentWidth } from './window-width.ts';

/** A narrower window has no room for the side bar beside the table. */
const ROOM_FOR_SIDE_BAR = 900;
const CHANGES_MS = 1_000;

/** What the side bar shows, and changes. */
interface Parts {
  readonly app: AppStore;
  readonly library: LibraryStore;
  readonly labels: LabelStore;
  readonly messages: Messages;
}

const words = texts.sideBar;

/** The side bar: whether it is shown, its rows, and the smart filters. */
export class SideBarStore {
  readonly width = new Remembered<number>('side-bar-width', 232);
  /** Set by the side bar. */
  focus: () => void = () => undefined;

  readonly #wideOpen = new Remembered<boolean>('side-bar-open', true);
  #narrowOpen = $state(false);
  readonly #isWide = $derived(currentWidth() >= ROOM_FOR_SIDE_BAR);
  readonly isOpen = $derived(this.#isWide ? this.#wideOpen.current : this.#narrowOpen);
  readonly #opened = new SvelteSet<string>(['folders', 'genres', 'filters']);
  readonly #folders = new SvelteMap<string, readonly FolderCount[]>();
  #playlists = $state.raw<readonly Playlist[]>([]);
  /** The playlist that was chosen last, and what the table was told to show of it. */
  #shown = $state.raw<{ readonly number: number; readonly tracks: readonly ChosenTrack[] } | null>(null);
  readonly nodes: readonly SideBarNode[] = $derived.by(() =>
    sideBarNodes({
      view: this.#library.view,
      filters: this.#library.filters,
      labels: this.#labels.summary.genres,
      smartFilters: this.#app.settings.smartFilters,
      root: this.#app.folder ?? '',
      folders: this.#folders,
      playlists: this.#playlists,
      playlist: this.#library.only === this.#shown?.tracks ? (this.#shown?.number ?? null) : null,
      opened: this.#opened,
    }),
  );

  readonly #api: Client;
  readonly #app: AppStore;
  readonly #library: LibraryStore;
  readonly #labels: LabelStore;
  readonly #messages: Messages;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(api: Client, { app, library, labels, messages }: Parts) {
    this.#api = api;
    this.#app = app;
    this.#library = library;
    this.#labels = labels;
    this.#messages = messages;
    api.on('library.changed', () => this.#reloadSoon());
  }

  /** Forgets the folders of another library. */
  reset(): void {
    this.#folders.clear();
    for (const key of this.#opened) if ((folderOf(key) ?? LIBRARY_ROOT) !== LIBRARY_ROOT) this.#opened.delete(key);
    this.#playlists = [];
    this.#shown = null;
    this.#opened.delete('playlists');
    void this.#load(LIBRARY_ROOT);
  }

  /** Shows or hides the side bar. @returns whether it is shown now */
  toggle(): boolean {
    const isOpen = !this.isOpen;
    if (this.#isWide) this.#wideOpen.current = isOpen;
    else this.#narrowOpen = isOpen;
    return isOpen;
  }

  /** Narrows the table to a row; one that only opens opens or closes. */
  choose(node: SideBarNode): void {
    if (node.kind === 'playlist') void this.#showPlaylist(node);
    else if (node.filters) this.#library.narrow(node.filters);
    if (node.isOpen === null) this.#narrowOpen = false;
    if (!node.filters && node.isOpen !== null) this.open(node, !node.isOpen);
  }

  /** Shows or hides the rows below one. */
  open({ key }: SideBarNode, isOpen: boolean): void {
    if (!isOpen) return void this.#opened.delete(key);
    this.#opened.add(key);
    const folder = folderOf(key);
    if (key === 'playlists') void this.#findPlaylists();
    if (folder !== null && !this.#folders.has(folder)) void this.#load(folder);
  }

  /** Whether there is room for another smart filter. */
  get hasRoom(): boolean {
    return this.#app.settings.smartFilters.length < MOST_SMART_FILTERS;
  }

  /** Keeps the table's search and filters under a name, last. */
  async save(name: string): Promise<void> {
    this.#opened.add('filters');
    const filters: LibraryFilters = { ...this.#library.filters, text: this.#library.filters.text.trim() };
    await this.#change([...this.#app.settings.smartFilters, { name, filters }]);
  }

  /** Whether there is a search or a filter to save. */
  get canSave(): boolean {
    const { filters } = this.#library;
    return filters.text.trim() !== '' || activeFilters(filters) > 0;
  }

  /** Gives a smart filter another name. */
  async rename(index: number, name: string): Promise<void> {
    await this.#change(this.#app.settings.smartFilters.map((each, at) => (at === index ? { ...each, name } : each)));
  }

  /** Deletes a smart filter. */
  async remove(index: number): Promise<void> {
    await this.#change(this.#app.settings.smartFilters.filter((_, at) => at !== index));
  }

  async #findPlaylists(): Promise<void> {
    this.#shown = null;
    this.#playlists = (await this.#messages.attempt(this.#api.call('library.playlists', null))) ?? [];
  }

  /** Shows the tracks of a playlist in its order, and says how many of its entries are none of the library's. */
  async #showPlaylist({ key, name }: SideBarNode): Promise<void> {
    const number = playlistOf(key);
    const found = await this.#messages.attempt(this.#api.call('library.playlistTracks', { number }));
    if (!found) return;
    const why = words.fromPlaylist({ name });
    const tracks = [...found.ids].map((id) => ({ id, why }));
    this.#shown = { number, tracks };
    await this.#library.showOnly(tracks);
    if (found.unknown > 0) this.#messages.tell(words.unknown({ name, entries: found.unknown }));
  }

  #change(smartFilters: readonly SmartFilter[]): Promise<void> {
    return this.#app.changeSettings({ smartFilters });
  }

  async #load(folder: string): Promise<void> {
    const found = await this.#api.call('library.foldersIn', { folder }).catch(() => null);
    if (found) this.#folders.set(folder, found);
  }

  /** Loads all known folders again, at most once a second while a scan runs. */
  #reloadSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      const known = [...this.#folders.keys()].filter(
        (folder) => folder === LIBRARY_ROOT || this.#opened.has(`folders/${folder}`),
      );
      for (const folder of this.#folders.keys()) if (!known.includes(folder)) this.#folders.delete(folder);
      for (const folder of known) void this.#load(folder);
      if (!known.includes(LIBRARY_ROOT)) void this.#load(LIBRARY_ROOT);
    }, CHANGES_MS);
  }
}
