import { createContext } from 'svelte';
import type { MenuCommand } from '../../src-main/contract/app-state.ts';
import type { AddNetworkState } from '../../src-main/contract/networks.ts';
import type { TagProgress, TagResult } from '../../src-main/contract/tags.ts';
import type { TrackSelection } from '../../src-main/contract/track.ts';
import type { TrainingState } from '../../src-main/contract/training.ts';
import { texts } from '../../src-main/texts/index.ts';
import { BridgeError, type Client } from '../api/bridge.ts';
import { AlbumStore } from './album-store.svelte.ts';
import { AppStore } from './app-store.svelte.ts';
import { Comparison } from './comparison.svelte.ts';
import { CoverCache, fetchCover } from './cover-cache.ts';
import { DetailStore } from './detail-store.svelte.ts';
import { Dialogs } from './dialogs.svelte.ts';
import { FolderStore } from './folder-store.svelte.ts';
import { GenreProfileStore } from './genre-profile-store.svelte.ts';
import { GenreEdit } from './genre-edit.svelte.ts';
import { GenreEditor } from './genre-editor.svelte.ts';
import { HistoryStore } from './history-store.svelte.ts';
import { InspectorStore } from './inspector-store.svelte.ts';
import { RetrainActions } from './retrain-actions.ts';
import { LibraryStore } from './library-store.svelte.ts';
import { Labelling } from './labelling.ts';
import { LabelStore } from './label-store.svelte.ts';
import { LibraryViews } from './library-views.svelte.ts';
import { MapStore } from './map-store.svelte.ts';
import { menuCommands } from './menu-commands.ts';
import { Messages } from './messages.svelte.ts';
import { NamingStore } from './naming-store.svelte.ts';
import { NetworkStore } from './network-store.svelte.ts';
import { Navigation } from './navigation.ts';
import { Playback } from './playback.svelte.ts';
import { RetrainStore } from './retrain-store.svelte.ts';
import { Remembered } from './remembered.svelte.ts';
import { OverviewStore } from './overview-store.svelte.ts';
import { ReviewStore } from './review-store.svelte.ts';
import { SideBarStore } from './side-bar-store.svelte.ts';
import { TableColumns } from './table-columns.svelte.ts';
import { TrackLists } from './track-lists.ts';
import type { TrackScope } from './track-scope.ts';
import { TrainingStore } from './training-store.svelte.ts';
import { TagWriting } from './tag-writing.svelte.ts';
import { Undoing } from './undoing.ts';
import { UpdateStore } from './update-store.svelte.ts';
import { windowWidth } from './window-width.ts';

const ROOM_FOR_DETAILS = 1000;

/** All state of the window, and the actions that concern more than one part of it. */
export class Stores {
  readonly api: Client;
  readonly messages = new Messages();
  readonly dialogs = new Dialogs();
  readonly app: AppStore;
  readonly detail: DetailStore;
  readonly library: LibraryStore;
  readonly writing: TagWriting;
  readonly review: ReviewStore;
  readonly history: HistoryStore;
  readonly undoing: Undoing;
  readonly training: TrainingStore;
  readonly labels: LabelStore;
  readonly namings: NamingStore;
  readonly genreEditor: GenreEditor;
  readonly labelling: Labelling;
  /** The genres that are edited in the table. */
  readonly genreEdit: GenreEdit;
  readonly retrain: RetrainStore;
  readonly retrainActions: RetrainActions;
  readonly networks: NetworkStore;
  readonly updates: UpdateStore;
  readonly playback: Playback;
  readonly inspector: InspectorStore;
  readonly comparison: Comparison;
  readonly genreProfiles: GenreProfileStore;
  readonly folders: FolderStore;
  readonly sideBar: SideBarStore;
  readonly trackLists: TrackLists;
  readonly listeningOpen = new Remembered<boolean>('listening-open', true);
  readonly inspectorHeight = new Remembered<number>('inspector-height', 460);
  readonly detailsOpen = new Remembered<boolean>('details-open', windowWidth(globalThis) >= ROOM_FOR_DETAILS);
  readonly tableColumns = new TableColumns();
  readonly detailsWidth = new Remembered<number>('details-width', 336);
  readonly navigation: Navigation;
  readonly views: LibraryViews;
  readonly overview: OverviewStore;
  readonly map: MapStore;
  readonly albums: AlbumStore;
  readonly covers = new CoverCache(fetchCover);
  readonly #commands: ReturnType<typeof menuCommands>;

  constructor(api: Client) {
    this.api = api;
    this.app = new AppStore(api, this.messages, (folder) => this.#followFolder(folder));
    this.detail = new DetailStore(api);
    this.library = new LibraryStore(api, this.detail, () => this.navigation.followFocus());
    this.writing = new TagWriting(api, this.messages);
    this.review = new ReviewStore(api, {
      writing: this.writing,
      tracksOf: (scope) => this.#tracksOf(scope),
      ended: (kind, result) => this.#writingEnded('review', kind, result),
      failed: (error) => this.dialogs.open !== 'review' && this.messages.fail(error),
    });
    this.history = new HistoryStore(api, {
      writing: this.writing,
      ended: (kind, result) => this.#writingEnded('history', kind, result),
      failed: (error) => this.dialogs.open !== 'history' && this.messages.fail(error),
    });
    this.undoing = new Undoing(this);
    this.training = new TrainingStore(
      api,
      () => this.app.models,
      (state) => this.#trainingEnded(state),
    );
    this.labels = new LabelStore(api, this.messages, () => this.app.genres);
    this.trackLists = new TrackLists(this);
    this.sideBar = new SideBarStore(api, this);
    this.namings = new NamingStore(api, this.messages, (scope) => this.#tracksOf(scope));
    this.genreEditor = new GenreEditor(api, this.messages);
    this.labelling = new Labelling(this);
    this.retrain = new RetrainStore(api, (state) => this.retrainActions.ended(state));
    this.retrainActions = new RetrainActions(this);
    this.networks = new NetworkStore(api, (state) => this.#networkEnded(state));
    this.updates = new UpdateStore(api, this.dialogs);
    this.playback = new Playback(api, {
      settings: () => this.app.settings,
      left: (id, seconds) => this.inspector.leave(id, seconds),
    });
    this.inspector = new InspectorStore(api, this.playback);
    this.comparison = new Comparison(this.inspector, this.playback);
    this.genreProfiles = new GenreProfileStore(api);
    this.folders = new FolderStore(api, this.dialogs);
    this.navigation = new Navigation(this);
    this.genreEdit = new GenreEdit(this);
    this.views = new LibraryViews(this);
    this.overview = new OverviewStore(api);
    this.map = new MapStore(api);
    this.albums = new AlbumStore(api);
    this.#commands = menuCommands(this);
    this.#listen();
  }

  async start(): Promise<void> {
    await this.app.start();
    void this.folders.refresh();
    void this.training.open();
    void this.updates.open();
    void this.labels.open();
    this.sideBar.reset();
    await this.library.refresh();
    await this.views.showNamed();
  }

  /** Does what the menu or a key asks for. While a dialog is open, only the dialog answers; steps are undone in some. */
  run(command: MenuCommand): void {
    const { hasSteps, isFree } = this.dialogs;
    if (isFree || (hasSteps && (command === 'undo' || command === 'redo'))) this.#commands[command]();
  }

  /** The tracks that a review is for when the user does not say: the selected ones, else all that are shown. */
  get defaultScope(): TrackScope {
    if (this.library.selection.ids.size > 0) return 'selected';
    return this.library.isFiltering ? 'shown' : 'all';
  }

  /** Reviews the default scope, if there is anything to review and nothing else is open. */
  reviewDefault(): void {
    if (this.dialogs.isFree && this.library.view.totals.done > 0) this.startReview(this.defaultScope);
  }

  /** Begins a review; one that is being written is shown instead. */
  startReview(scope: TrackScope): void {
    if (this.library.view.totals.tracks === 0) return this.messages.tell(texts.review.openFirst);
    if (this.review.isBusy) return this.dialogs.show('review');
    const { isAutomatic, minConfidence, maxGenres, genreDepth, tagMode: mode } = this.app.settings;
    const isEmpty = scope === 'selected' && this.library.selection.ids.size === 0;
    this.dialogs.show('review');
    void this.review.start(
      isEmpty ? this.defaultScope : scope,
      { minConfidence, maxGenres, genreDepth, mode, by: this.review.options.by },
      isAutomatic,
    );
    this.app.refreshAutomatic();
  }

  /** Analyses what is selected again, else everything that is shown. */
  async analyseAgain(): Promise<void> {
    const { selection, view } = this.library;
    const ids = selection.ids.size > 0 ? Int32Array.from(selection.ids) : view.ids;
    if (ids.length > 0 && !this.app.isScanning) await this.app.startScan({ kind: 'ids', ids });
  }

  /** Asks before what was learned is thrown away. */
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

  /** Select all means the text while a text is being edited. */
  selectAll(): void {
    const element = document.activeElement;
    if (element instanceof HTMLInputElement && element.type !== 'checkbox') element.select();
    else this.library.selectAll();
  }

  /** Opens the dialog that adds networks; it need not be offered any more. */
  showNetworks(): void {
    this.dialogs.show('network');
    void this.networks.open();
    if (this.app.settings.offersNetworks) void this.app.changeSettings({ offersNetworks: false });
  }

  #listen(): void {
    const { api, library } = this;
    api.on('menu.command', (command) => this.run(command));
    api.on('library.changed', ({ folder }) => this.#followFolder(folder));
    api.on('library.named', () => void this.views.showNamed());
    api.on('labels.changed', ({ genres }) => {
      library.followLabels(genres);
      this.review.followLabels();
    });
  }

  #tracksOf(scope: TrackScope): TrackSelection {
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

  /** Reports the end of an adding, unless its dialog is open and shows it. */
  #networkEnded({ added, error }: AddNetworkState): void {
    if (added !== null) void this.app.refreshModels();
    if (this.dialogs.open === 'network') return;
    if (error) this.messages.fail(new BridgeError(error));
    else if (added !== null) this.messages.tell(texts.networks.added({ name: added }));
  }

  /** Reports the end of writing or undoing, unless the dialog that began it is open and shows it. */
  #writingEnded(dialog: 'review' | 'history', kind: TagProgress['kind'], result: TagResult): void {
    if (this.dialogs.open === dialog) return;
    const words = texts.review.result;
    const done = kind === 'apply' ? words.applied(result.written) : words.undone(result.written);
    const show = { label: words.show, run: () => this.dialogs.show(dialog) };
    const { review, history } = this;
    const undoAll = () => void (dialog === 'review' ? review.undo() : history.undo([result.batchId ?? '']));
    const undo = { label: texts.common.undo, run: undoAll };
    const canUndo = kind === 'apply' && result.batchId !== null;
    const title = result.cancelled ? words.cancelled({ done }) : done;
    const left = result.failures.length > 0 ? words.leftAsTheyWere(result.failures.length) : '';
    this.messages.tell(title, left, canUndo ? [undo, show] : [show]);
  }

  /** Follows a change of the open folder. Null means that rows changed, as after writing, and the folder did not. */
  #followFolder(folder: string | null): void {
    if (folder === null || folder === this.app.folder) return;
    this.app.folder = folder;
    this.playback.close();
    this.library.reset();
    this.sideBar.reset();
    this.map.reset();
    this.albums.reset();
    this.covers.clear();
  }
}

/** The stores for every component below App.svelte. */
export const [getStores, setStores] = createContext<Stores>();
