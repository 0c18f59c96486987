import { tick } from 'svelte';
import type { LibraryFilters } from '../../src-main/contract/library.ts';
import type { TrackId } from '../../src-main/contract/track.ts';
import type { DialogName } from './dialogs.svelte.ts';
import type { Stores } from './stores.svelte.ts';
import { MOVING_MS } from './playback.svelte.ts';
import { tableWalk } from './table-walk.ts';
import { walkAt, walkOn, type TrackWalk } from './track-walk.ts';

type Parts = Pick<
  Stores,
  | 'app'
  | 'detailsOpen'
  | 'dialogs'
  | 'genreProfiles'
  | 'history'
  | 'inspector'
  | 'library'
  | 'playback'
  | 'sideBar'
  | 'training'
>;

/** Dialogs that list tracks. */
export type ListDialog = Extract<DialogName, 'review' | 'history' | 'retrain' | 'genres'>;

/**
 * Whoever holds an arrow key down passes by more tracks than can be read at once. Not later than what plays follows: else
 * the player would be shown for a moment between the two.
 */
const FOLLOWING_MS = MOVING_MS;

/** The ways between table, inspector and dialogs, and back to where one came from. */
export class Navigation {
  /** Set by the search box, so that the menu and the keyboard can reach it. */
  focusSearch: () => void = () => undefined;
  /** Set by the table. */
  focusTracks: () => void = () => undefined;

  readonly #parts: Parts;
  #returnTo: ListDialog | null = null;
  #underGenreProfile: DialogName | null = null;
  #following: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Shows the side bar and gives it the keys, or hides it and gives them to the table. */
  async toggleSideBar(): Promise<void> {
    const { sideBar } = this.#parts;
    const isOpen = sideBar.toggle();
    await tick();
    if (isOpen) sideBar.focus();
    else this.focusTracks();
  }

  /** Looks into the track that has the focus. */
  inspectFocused(): void {
    const { library } = this.#parts;
    this.#returnTo = null;
    if (library.focusedId !== null) void this.#open(library.focusedId, tableWalk(library));
  }

  /** Lets an open inspector follow the focus of the table, which keeps the keys. */
  followFocus(): void {
    const { inspector, library } = this.#parts;
    clearTimeout(this.#following);
    if (!inspector.isOpen) return;
    this.#following = setTimeout(() => {
      if (inspector.isOpen && library.focusedId !== inspector.track?.id) this.inspectFocused();
    }, FOLLOWING_MS);
  }

  /** Looks into the track above or below in the list that the open one was chosen from; what plays goes along. */
  inspectNeighbour(step: 1 | -1): void {
    const { inspector, playback } = this.#parts;
    const from = inspector.track?.id;
    const walk = from === undefined ? null : walkOn(inspector.walk, from, step);
    const id = walk?.idAt(walk.at);
    if (!walk || from === undefined || id === undefined) return;
    walk.moved?.(walk.at, from);
    const isPlaying = inspector.isPlaying;
    void this.#open(id, walk);
    if (isPlaying) playback.moveTo(inspector.playedWalk);
  }

  /** Looks into a track of a dialog's list; the dialog comes back when the inspector is closed. */
  inspectFrom(dialog: ListDialog, walk: TrackWalk): void {
    const id = walk.idAt(walk.at);
    if (id === undefined) return;
    this.#returnTo = dialog;
    this.#parts.dialogs.close();
    void this.#open(id, walk);
  }

  /** Looks into a track that is named outside of the lists. */
  inspectTrack(id: TrackId): void {
    const { library } = this.#parts;
    library.focus(id);
    void this.#open(id, walkAt(tableWalk(library), id));
  }

  async #open(id: TrackId, walk: TrackWalk): Promise<void> {
    clearTimeout(this.#following);
    const { app, inspector } = this.#parts;
    await inspector.open(id, walk);
    const isOpen = inspector.track?.id === id;
    if (app.settings.playsWhenOpened && isOpen && !inspector.isPlaying) inspector.togglePlay();
  }

  /** Back to the list that the track was chosen from; what plays goes on, at the usual rate. */
  closeInspector(): void {
    clearTimeout(this.#following);
    this.#parts.inspector.close();
    this.#parts.playback.player.setRate(1);
    if (this.#returnTo) this.#parts.dialogs.show(this.#returnTo);
    else this.focusTracks();
    this.#returnTo = null;
  }

  /** Hides the details; the keys are the table's again. */
  closeDetails(): void {
    this.#parts.detailsOpen.current = false;
    this.focusTracks();
  }

  /** Shows what a genre of this library sounds like. */
  showGenreProfile(genre: string): void {
    const { dialogs, genreProfiles } = this.#parts;
    if (dialogs.open !== 'genreProfile') this.#underGenreProfile = dialogs.open;
    dialogs.show('genreProfile');
    void genreProfiles.open(genre);
  }

  /** Back to the dialog that the genre's name stood in, if it did. */
  closeGenreProfile(): void {
    const { dialogs } = this.#parts;
    if (this.#underGenreProfile) dialogs.show(this.#underGenreProfile);
    else dialogs.close();
  }

  /** Shows the analysed tracks of which the model is not sure enough to act alone. */
  showUnsure(): void {
    const { app, dialogs, library } = this.#parts;
    const justBelow = app.automatic.confidence - 1e-9;
    dialogs.close();
    void library.clearFilters();
    library.filter({ status: 'done', maxConfidence: Math.min(1, justBelow) });
  }

  /** Shows all tracks, and gives them the keys of the button that was pressed, which is gone. */
  async showAllTracks(): Promise<void> {
    const pressed = document.activeElement;
    await this.#parts.library.clearFilters();
    await this.#handOn(pressed);
  }

  /** The same for a part of the library that is not shown alone any more. */
  async showMore(without: Partial<LibraryFilters>): Promise<void> {
    const pressed = document.activeElement;
    this.#parts.library.filter(without);
    await this.#handOn(pressed);
  }

  /** Unless the user has gone elsewhere meanwhile. */
  async #handOn(pressed: Element | null): Promise<void> {
    await tick();
    if (document.activeElement !== document.body && document.activeElement !== pressed) return;
    this.focusTracks();
    // No tracks are shown, or a view that takes no keys of its own.
    if (document.activeElement === document.body) this.focusSearch();
  }

  /** Shows what was written, and lets it be undone. */
  showHistory(): void {
    this.#parts.dialogs.show('history');
    void this.#parts.history.open();
  }

  /** Shows the training from labelled folders. */
  showTraining(): void {
    this.#parts.dialogs.show('training');
    void this.#parts.training.open();
    void this.#parts.app.refreshModels();
  }
}
