import type { ErrorData } from '../../src-main/contract/app-error.ts';
import type { RelatedBy, SortKey } from '../../src-main/contract/values.ts';
import type { LibraryFilters, LibraryView, TrackGroup } from '../../src-main/contract/library.ts';
import { EVERY_TRACK, NO_FILTERS } from '../../src-main/contract/library.ts';
import type { TrackId } from '../../src-main/contract/track.ts';
import { errorDataOf, type Client } from '../api/bridge.ts';
import { chosenIds, type ChosenTrack } from './chosen-tracks.ts';
import type { DetailStore } from './detail-store.svelte.ts';
import { isFiltering, isSort, nextSort, queryOf, type Sort } from './library-filters.ts';
import { Remembered } from './remembered.svelte.ts';
import { RowCache } from './row-cache.ts';
import { ScanPreference } from './scan-preference.ts';
import {
  areShown,
  carryOver,
  NOTHING_SELECTED,
  select,
  selectAll,
  selectAndFocus,
  selectNone,
  selectThese,
  type Selection,
  type SelectionGesture,
} from './selection.ts';

const EMPTY: LibraryView = {
  ids: new Int32Array(),
  totals: { tracks: 0, done: 0, failed: 0, waiting: 0, missing: 0 },
  genres: [],
  styles: [],
};
/** Keys that come together are one query; one that waits in the reader gives way to the next. */
const TYPING_MS = 0;
const CHANGES_MS = 500;
/** Rows fetched beyond the visible ones, so that slow scrolling never shows a gap. */
const AHEAD = 60;

/** The table's contents: filters, found tracks, selection. */
export class LibraryStore {
  filters = $state.raw<LibraryFilters>(NO_FILTERS);
  view = $state.raw<LibraryView>(EMPTY);
  phase = $state.raw<'loading' | 'ready' | 'failed'>('loading');
  failure = $state.raw<ErrorData | null>(null);
  /** Whether the tracks are being looked for that the filters and the order ask for. */
  isAsking = $state.raw(false);
  selection = $state.raw<Selection>(NOTHING_SELECTED);
  readonly #sort = new Remembered<Sort>('sort', EVERY_TRACK.sort, isSort);
  /** The only tracks that are shown, in this order, each with a reason; null: all tracks that the filters find. */
  only = $state.raw<readonly ChosenTrack[] | null>(null);
  /** Whether files of the table are being dragged: where they are dropped on the window, nothing is opened. */
  isDraggedOut = $state.raw(false);
  /** Incremented when the order or the choice of rows changes. */
  arrangement = $state.raw(0);
  /** Incremented when the user, or playback, goes to another row. */
  moves = $state.raw(0);

  readonly rows: RowCache;
  readonly isFiltering = $derived(this.only !== null || isFiltering(this.filters));
  readonly focusedId = $derived<TrackId | null>(this.view.ids[this.selection.focus] ?? null);

  readonly #api: Client;
  readonly #detail: DetailStore;
  readonly #moved: () => void;
  readonly #preference: ScanPreference;
  #visible = { from: 0, to: 0 };
  #asked = 0;
  /** How often something may have changed what the library has, and how often that was when it was counted. */
  #changes = 0;
  #counted = -1;
  #rearranged = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #refreshAt = Number.POSITIVE_INFINITY;

  /** @param moved called when the focus has gone to another row */
  constructor(api: Client, detail: DetailStore, moved: () => void) {
    this.#api = api;
    this.#moved = moved;
    this.#detail = detail;
    this.#preference = new ScanPreference((ids) => api.call('scan.prefer', { ids }));
    this.rows = new RowCache((ids) => api.call('library.rows', { ids }));
    api.on('library.changed', () => {
      this.#changes += 1;
      this.#refreshWithin(CHANGES_MS);
    });
  }

  /** The order of the rows, which outlives folder and window. */
  get sort(): Sort {
    return this.#sort.current;
  }

  /** Resets everything but the order when another folder is opened. */
  reset(): void {
    this.filters = NO_FILTERS;
    this.only = null;
    this.view = EMPTY;
    this.#setSelection(NOTHING_SELECTED);
    this.rows.clear();
    this.phase = 'loading';
    void this.refresh();
  }

  filter(change: Partial<LibraryFilters>): void {
    this.filters = { ...this.filters, ...change };
    this.#rearranged = true;
    this.#refreshWithin(TYPING_MS);
  }

  /** Replaces all filters, and a choice of tracks with them. */
  narrow(filters: LibraryFilters): void {
    this.only = null;
    this.filter(filters);
  }

  /** Follows a change of labels: a genre that is gone, or has another name now, hides nothing. */
  followLabels(genres: readonly { readonly name: string }[]): void {
    const { label } = this.filters;
    const isGone = label !== null && label !== '' && !genres.some(({ name }) => name === label);
    if (isGone) this.filter({ label: null });
    else void this.refresh();
  }

  /** Resolves when all tracks are shown. */
  clearFilters(): Promise<void> {
    this.filters = NO_FILTERS;
    this.only = null;
    this.#rearranged = true;
    return this.refresh();
  }

  /** Shows only these tracks and selects the first one; filters are cleared. */
  async showOnly(tracks: readonly ChosenTrack[]): Promise<void> {
    this.filters = NO_FILTERS;
    this.only = tracks;
    this.#rearranged = true;
    await this.refresh();
    if (this.view.ids.length > 0) this.select(0, 'only');
  }

  /** Shows the tracks of a group alone, all of them selected; other filters are cleared. */
  async showGroup(group: TrackGroup): Promise<void> {
    this.filters = { ...NO_FILTERS, group };
    this.only = null;
    this.#rearranged = true;
    await this.refresh();
    this.#setSelection(selectAndFocus(NOTHING_SELECTED, this.view.ids, this.view.ids));
  }

  /** Selects tracks and goes to the first of them; where the filters hide one, they are cleared. */
  async reveal(ids: Int32Array): Promise<void> {
    if (!areShown(this.view.ids, ids)) {
      this.filters = NO_FILTERS;
      this.only = null;
      await this.refresh();
    }
    this.#setSelection(selectAndFocus(NOTHING_SELECTED, this.view.ids, ids));
    this.moves += 1;
  }

  sortBy(key: SortKey): void {
    this.#sort.current = nextSort(this.sort, key);
    this.#rearranged = true;
    void this.#load();
  }

  /** Called by the table with the rows that it shows. */
  show(from: number, to: number): void {
    this.#visible = { from, to };
    this.#fetchVisible();
    this.#preferLookedAt();
  }

  select(index: number, gesture: SelectionGesture): void {
    this.#setSelection(select(this.selection, this.view.ids, index, gesture));
    this.moves += 1;
    this.#moved();
  }

  /** Selects a track if the filters show it; else the selection stays. */
  focus(id: TrackId): void {
    const index = this.view.ids.indexOf(id);
    if (index >= 0) this.select(index, 'only');
  }

  /** Selects tracks as far as the filters show them, in place of the selected ones or beside them. */
  selectTracks(ids: Int32Array, isAdded: boolean): void {
    const wanted = isAdded ? Int32Array.from([...this.selection.ids, ...ids]) : ids;
    this.#setSelection(selectAndFocus(this.selection, this.view.ids, wanted));
  }

  /** Selects tracks and scrolls to the first of them; where the filters show none of them, the selection stays. */
  revealShown(ids: Int32Array): void {
    const revealed = selectAndFocus(this.selection, this.view.ids, ids);
    if (revealed.ids.size === 0) return;
    this.#setSelection(revealed);
    this.moves += 1;
    this.#moved();
  }

  selectAll(): void {
    this.#setSelection(selectAll(this.selection, this.view.ids));
  }

  /** Selects the shown tracks of the focused track's artist, album or folder. */
  async selectRelated(by: RelatedBy): Promise<void> {
    const id = this.focusedId;
    if (id === null) return;
    const relations = await this.#api.call('library.related', { id, by });
    if (this.focusedId === id) this.#setSelection(selectThese(this.selection, this.view.ids, relations));
  }

  selectNone(): void {
    this.#setSelection(selectNone(this.selection));
  }

  /** Loads the tracks and counts them again. */
  refresh(): Promise<void> {
    this.#changes += 1;
    return this.#load();
  }

  /** Loads the tracks, and counts only where something changed; a response to an older request is ignored. */
  async #load(): Promise<void> {
    this.#stopTimer();
    const asked = ++this.#asked;
    this.isAsking = true;
    try {
      const changes = this.#changes;
      const isCounted = changes === this.#counted;
      const [ids, summary] = await Promise.all([
        this.#api.call('library.query', queryOf(this.filters, this.sort)),
        isCounted ? this.view : this.#api.call('library.summary', null),
      ]);
      if (asked === this.#asked) {
        this.#counted = changes;
        this.#take({ ...summary, ids });
      }
    } catch (error) {
      if (asked === this.#asked) this.#fail(error);
    }
    if (asked === this.#asked) this.isAsking = false;
  }

  #take(found: LibraryView): void {
    const view = this.only === null ? found : { ...found, ids: chosenIds(found.ids, this.only) };
    const selection = carryOver(this.selection, this.view.ids, view.ids);
    this.view = view;
    this.#setSelection(selection);
    this.phase = 'ready';
    if (this.#rearranged) this.arrangement += 1;
    this.#rearranged = false;
    this.rows.expire();
    this.#fetchVisible();
  }

  /** Sets the selection and loads the details of the focused track again, since they may have changed. */
  #setSelection(selection: Selection): void {
    this.selection = selection;
    void this.#detail.show(this.focusedId);
    this.#preferLookedAt();
  }

  /** Lets a scan take next what is in view, then what is selected. */
  #preferLookedAt(): void {
    if (this.view.totals.waiting === 0) return;
    const { from, to } = this.#visible;
    this.#preference.tell(() => [...this.view.ids.subarray(from, to), ...this.selection.ids]);
  }

  #fail(error: unknown): void {
    this.failure = errorDataOf(error);
    this.phase = 'failed';
  }

  #fetchVisible(): void {
    const { from, to } = this.#visible;
    // First what is in view alone: it comes sooner, and what is wanted meanwhile follows.
    void this.rows.want(this.view.ids.slice(from, to)).catch(() => undefined);
    const wanted = this.view.ids.slice(Math.max(0, from - AHEAD), to + AHEAD);
    this.rows.want(wanted).catch((error: unknown) => this.#fail(error));
  }

  #refreshWithin(milliseconds: number): void {
    const at = Date.now() + milliseconds;
    if (at >= this.#refreshAt) return;
    this.#stopTimer();
    this.#refreshAt = at;
    this.#timer = setTimeout(() => void this.#load(), milliseconds);
  }

  #stopTimer(): void {
    clearTimeout(this.#timer);
    this.#refreshAt = Number.POSITIVE_INFINITY;
  }
}
