import type { TrackId } from '../../src-main/contract/track.ts';
import type { DialogName } from './dialogs.svelte.ts';
import type { Stores } from './stores.svelte.ts';

type Parts = Pick<
  Stores,
  'app' | 'detailsOpen' | 'dialogs' | 'genreProfiles' | 'history' | 'inspector' | 'library' | 'training'
>;

/** Dialogs that list tracks. */
type ListDialog = Extract<DialogName, 'review' | 'history' | 'retrain' | 'genres'>;

/** Tracks in the order in which a dialog lists them, and where in it one stands. */
export interface TrackWalk {
  readonly at: number;
  /** Undefined beyond the ends. */
  readonly idAt: (index: number) => TrackId | undefined;
}

/** The ways between table, inspector and dialogs, and back to where one came from. */
export class Navigation {
  /** Set by the search box, so that the menu and the keyboard can reach it. */
  focusSearch: () => void = () => undefined;
  /** Set by the table. */
  focusTracks: () => void = () => undefined;

  readonly #parts: Parts;
  #returnTo: ListDialog | null = null;
  /** The dialog's list that the inspector walks along; null for the table. */
  #walk: TrackWalk | null = null;
  #underGenreProfile: DialogName | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Looks into the track that has the focus. */
  inspectFocused(): void {
    const { library } = this.#parts;
    this.#returnTo = null;
    this.#walk = null;
    if (library.focusedId !== null) void this.#open(library.focusedId);
  }

  /** Looks into the track above or below in the list that the open one was chosen from. */
  inspectNeighbour(step: 1 | -1): void {
    if (this.#walk) return this.#walkOn(this.#walk.at + step);
    const { selection, view } = this.#parts.library;
    const index = Math.min(view.ids.length - 1, Math.max(0, selection.focus + step));
    if (index === selection.focus || index < 0) return;
    this.#parts.library.select(index, 'only');
    this.inspectFocused();
  }

  /** Looks into a track of a dialog's list; the dialog comes back when the inspector is closed. */
  inspectFrom(dialog: ListDialog, walk: TrackWalk): void {
    this.#returnTo = dialog;
    this.#parts.dialogs.close();
    this.#walk = walk;
    this.#walkOn(walk.at);
  }

  #walkOn(at: number): void {
    const id = this.#walk?.idAt(at);
    if (!this.#walk || id === undefined) return;
    this.#walk = { ...this.#walk, at };
    void this.#open(id);
  }

  async #open(id: TrackId): Promise<void> {
    const { app, inspector } = this.#parts;
    await inspector.open(id);
    if (app.settings.playsWhenOpened && inspector.track?.id === id) void inspector.player.play();
  }

  /** Back to the list that the track was chosen from. */
  closeInspector(): void {
    this.#parts.inspector.close();
    if (this.#returnTo) this.#parts.dialogs.show(this.#returnTo);
    else this.focusTracks();
    this.#returnTo = null;
    this.#walk = null;
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
    library.clearFilters();
    library.filter({ status: 'done', maxConfidence: Math.min(1, justBelow) });
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
