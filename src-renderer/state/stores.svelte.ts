import { createContext } from 'svelte';
import type { MenuCommand } from '../../src-main/contract/app-state.ts';
import type { TrackId, TrackSelection } from '../../src-main/contract/track.ts';
import type { TrainingState } from '../../src-main/contract/training.ts';
import { texts } from '../../src-main/texts/index.ts';
import { BridgeError, type Client } from '../api/bridge.ts';
import { AppStore } from './app-store.svelte.ts';
import { DetailStore } from './detail-store.svelte.ts';
import { Dialogs, type DialogName } from './dialogs.svelte.ts';
import { GenreProfileStore } from './genre-profile-store.svelte.ts';
import { GenreEditor } from './genre-editor.svelte.ts';
import { HistoryStore } from './history-store.svelte.ts';
import { InspectorStore } from './inspector-store.svelte.ts';
import { RetrainActions } from './retrain-actions.ts';
import { LibraryStore } from './library-store.svelte.ts';
import { Labelling } from './labelling.ts';
import { LabelStore } from './label-store.svelte.ts';
import { Messages } from './messages.svelte.ts';
import { NamingStore } from './naming-store.svelte.ts';
import { RetrainStore } from './retrain-store.svelte.ts';
import { Remembered } from './remembered.svelte.ts';
import { ReviewStore, type ReviewScope } from './review-store.svelte.ts';
import { TrainingStore } from './training-store.svelte.ts';
import { Undoing } from './undoing.ts';

const ROOM_FOR_DETAILS = 1000;

/** Dialogs that list tracks. */
type ListDialog = 'review' | 'history' | 'retrain' | 'genres';

/** Tracks in the order in which a dialog lists them, and where in it one stands. */
export interface TrackWalk {
  readonly at: number;
  /** Undefined beyond the ends. */
  readonly idAt: (index: number) => TrackId | undefined;
}

/** All state of the window, and the actions that concern more than one part of it. */
export class Stores {
  readonly api: Client;
  readonly messages = new Messages();
  readonly dialogs = new Dialogs();
  readonly app: AppStore;
  readonly detail: DetailStore;
  readonly library: LibraryStore;
  readonly review: ReviewStore;
  readonly history: HistoryStore;
  readonly undoing: Undoing;
  readonly training: TrainingStore;
  readonly labels: LabelStore;
  readonly namings: NamingStore;
  readonly genreEditor: GenreEditor;
  readonly labelling: Labelling;
  readonly retrain: RetrainStore;
  readonly learning: RetrainActions;
  readonly inspector: InspectorStore;
  readonly genreProfiles: GenreProfileStore;
  readonly listeningOpen = new Remembered<boolean>('listening-open', true);
  readonly inspectorHeight = new Remembered<number>('inspector-height', 460);
  readonly detailsOpen = new Remembered<boolean>(
    'details-open',
    (globalThis.innerWidth ?? ROOM_FOR_DETAILS) >= ROOM_FOR_DETAILS,
  );
  readonly detailsWidth = new Remembered<number>('details-width', 336);
  /** Set by the search box, so that the menu and the keyboard can reach it. */
  focusSearch: () => void = () => undefined;
  /** Set by the table. */
  focusTracks: () => void = () => undefined;

  #returnTo: ListDialog | null = null;
  /** The dialog's list that the inspector walks along; null for the table. */
  #walk: TrackWalk | null = null;
  #underGenreProfile: DialogName | null = null;

  readonly #commands: Readonly<Record<MenuCommand, () => void>> = {
    'review-selection': () => this.startReview('selected'),
    'review-all': () => this.startReview('all'),
    'show-history': () => this.showHistory(),
    'show-settings': () => this.dialogs.show('settings'),
    'show-shortcuts': () => this.dialogs.show('shortcuts'),
    'show-doctor': () => this.dialogs.show('doctor'),
    find: () => this.focusSearch(),
    'select-all': () => this.selectAll(),
    'clear-filters': () => this.library.clearFilters(),
    'undo-last': () => void this.undoing.undoLast(),
    'analyse-again': () => void this.analyseAgain(),
    'show-training': () => this.showTraining(),
    inspect: () => this.inspectFocused(),
    'show-retrain': () => this.learning.show(),
    label: () => void this.labelling.open(),
    'undo-label': () => void this.labels.undo(),
    'import-model': () => void this.learning.importModel(),
  };

  constructor(api: Client) {
    this.api = api;
    this.app = new AppStore(api, this.messages, (folder) => this.#followFolder(folder));
    this.detail = new DetailStore(api);
    this.library = new LibraryStore(api, this.detail);
    this.review = new ReviewStore(api, (scope) => this.#tracksOf(scope));
    this.history = new HistoryStore(api);
    this.undoing = new Undoing(this);
    this.training = new TrainingStore(
      api,
      () => this.app.models,
      (state) => this.#trainingEnded(state),
    );
    this.labels = new LabelStore(api, this.messages, () => this.app.genres);
    this.namings = new NamingStore(api, this.messages);
    this.genreEditor = new GenreEditor(api, this.messages);
    this.labelling = new Labelling(this);
    this.retrain = new RetrainStore(api, (state) => this.learning.ended(state));
    this.learning = new RetrainActions(this);
    this.inspector = new InspectorStore(api);
    this.genreProfiles = new GenreProfileStore(api);
    api.on('menu.command', (command) => this.run(command));
    api.on('library.changed', ({ folder }) => this.#followFolder(folder));
    api.on('labels.changed', ({ genres }) => {
      const { label } = this.library.filters;
      // A genre that is gone, or has another name now, hides nothing.
      if (label !== null && label !== '' && !genres.some(({ name }) => name === label))
        this.library.filter({ label: null });
      else void this.library.refresh();
    });
  }

  async start(): Promise<void> {
    await this.app.start();
    void this.training.open();
    void this.labels.open();
    await this.library.refresh();
  }

  /** Does what the menu or a key asks for. While a dialog is open, only the dialog answers. */
  run(command: MenuCommand): void {
    if (this.dialogs.open === null && this.dialogs.confirmation === null) this.#commands[command]();
  }

  /** The tracks that a review is for when the user does not say: the selected ones, else all that are shown. */
  get defaultScope(): ReviewScope {
    if (this.library.selection.ids.size > 0) return 'selected';
    return this.library.isFiltering ? 'shown' : 'all';
  }

  /** Reviews the default scope, if there is anything to review and nothing else is open. */
  reviewDefault(): void {
    const isFree = this.dialogs.open === null && this.dialogs.confirmation === null;
    if (isFree && this.library.view.totals.done > 0) this.startReview(this.defaultScope);
  }

  startReview(scope: ReviewScope): void {
    const { isAutomatic, minConfidence, maxGenres, tagMode: mode } = this.app.settings;
    const isEmpty = scope === 'selected' && this.library.selection.ids.size === 0;
    this.dialogs.show('review');
    void this.review.start(isEmpty ? this.defaultScope : scope, { minConfidence, maxGenres, mode }, isAutomatic);
    this.app.refreshAutomatic();
  }

  /** Shows the analysed tracks of which the model is not sure enough to act alone. */
  showUnsure(): void {
    const justBelow = this.app.automatic.confidence - 1e-9;
    this.dialogs.close();
    this.library.clearFilters();
    this.library.filter({ status: 'done', maxConfidence: Math.min(1, justBelow) });
  }

  /** Analyses what is selected again, else everything that is shown. */
  async analyseAgain(): Promise<void> {
    const { selection, view } = this.library;
    const ids = selection.ids.size > 0 ? Int32Array.from(selection.ids) : view.ids;
    if (ids.length > 0 && !this.app.isScanning) await this.app.startScan({ kind: 'ids', ids });
  }

  showTraining(): void {
    this.dialogs.show('training');
    void this.training.open();
    void this.app.refreshModels();
  }

  /** Asks before a training is discarded. */
  discardTraining(): void {
    const { length } = this.training.state.history;
    if (length === 0) return void this.training.discard();
    this.dialogs.confirm({
      title: texts.training.confirmDiscard.title,
      detail: texts.training.confirmDiscard.detail({ epochs: length }),
      action: texts.training.confirmDiscard.action,
      confirmed: () => void this.training.discard(),
    });
  }

  /** Chooses a model, and asks whether the open folder shall be analysed by it. */
  async useModel(model: string): Promise<void> {
    await this.app.changeSettings({ model });
    if (this.app.settings.model !== model) return;
    this.dialogs.close();
    if (this.app.folder === null) return this.messages.tell(texts.training.messages.used({ model }));
    this.dialogs.confirm({
      title: texts.training.confirmAnalyse.title({ model }),
      detail: texts.training.confirmAnalyse.detail,
      action: texts.training.confirmAnalyse.action,
      confirmed: () => void this.app.startScan(),
    });
  }

  /** Inspects the focused track. */
  inspectFocused(): void {
    const { focusedId } = this.library;
    this.#returnTo = null;
    this.#walk = null;
    if (focusedId !== null) void this.inspector.open(focusedId);
  }

  /** Looks into the track above or below in the list that the open one was chosen from. */
  inspectNeighbour(step: 1 | -1): void {
    if (this.#walk) return this.#walkOn(this.#walk.at + step);
    const { selection, view } = this.library;
    const index = Math.min(view.ids.length - 1, Math.max(0, selection.focus + step));
    if (index === selection.focus || index < 0) return;
    this.library.select(index, 'only');
    this.inspectFocused();
  }

  /** Shows the profile of a genre. */
  showGenreProfile(genre: string): void {
    this.#underGenreProfile = this.dialogs.open === 'genreProfile' ? this.#underGenreProfile : this.dialogs.open;
    this.dialogs.show('genreProfile');
    void this.genreProfiles.open(genre);
  }

  /** Back to the dialog that the genre's name stood in, if it did. */
  closeGenreProfile(): void {
    if (this.#underGenreProfile) this.dialogs.show(this.#underGenreProfile);
    else this.dialogs.close();
  }

  /** Looks into a track of a dialog's list; the dialog comes back when the inspector is closed. */
  inspectFrom(dialog: ListDialog, walk: TrackWalk): void {
    this.#returnTo = dialog;
    this.dialogs.close();
    this.#walk = walk;
    this.#walkOn(walk.at);
  }

  #walkOn(at: number): void {
    const id = this.#walk?.idAt(at);
    if (!this.#walk || id === undefined) return;
    this.#walk = { ...this.#walk, at };
    void this.inspector.open(id);
  }

  closeInspector(): void {
    this.inspector.close();
    if (this.#returnTo) this.dialogs.show(this.#returnTo);
    else this.focusTracks();
    this.#returnTo = null;
    this.#walk = null;
  }

  closeDetails(): void {
    this.detailsOpen.current = false;
    this.focusTracks();
  }

  showHistory(): void {
    this.dialogs.show('history');
    void this.history.open();
  }

  /** Select all means the text while a text is being edited. */
  selectAll(): void {
    const element = document.activeElement;
    if (element instanceof HTMLInputElement && element.type !== 'checkbox') element.select();
    else this.library.selectAll();
  }

  #tracksOf(scope: ReviewScope): TrackSelection {
    if (scope === 'selected') return { kind: 'ids', ids: Int32Array.from(this.library.selection.ids) };
    return scope === 'shown' ? { kind: 'ids', ids: this.library.view.ids } : { kind: 'all' };
  }

  /** Reports the end of a training, unless its dialog is open and shows it. */
  #trainingEnded({ phase, choice, error }: TrainingState): void {
    if (phase === 'done') void this.app.refreshModels();
    if (this.dialogs.open === 'training') return;
    if (error) this.messages.fail(new BridgeError(error));
    else if (phase === 'done')
      this.messages.tell(
        texts.training.messages.trained({ model: choice?.name ?? '' }),
        texts.training.messages.trainedHint,
      );
  }

  /** Follows a change of the open folder. Null means that rows changed, as after writing, and the folder did not. */
  #followFolder(folder: string | null): void {
    if (folder === null || folder === this.app.folder) return;
    this.app.folder = folder;
    this.library.reset();
  }
}

/** The stores for every component below App.svelte. */
export const [getStores, setStores] = createContext<Stores>();
