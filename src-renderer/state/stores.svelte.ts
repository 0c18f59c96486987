import { createContext } from 'svelte';
import type { MenuCommand } from '../../src-main/contract/app-state.ts';
import type { AddNetworkState } from '../../src-main/contract/networks.ts';
import type { TrackSelection } from '../../src-main/contract/track.ts';
import type { TrainingState } from '../../src-main/contract/training.ts';
import { texts } from '../../src-main/texts/index.ts';
import { BridgeError, type Client } from '../api/bridge.ts';
import { AlbumStore } from './album-store.svelte.ts';
import { AppStore } from './app-store.svelte.ts';
import { CoverCache, fetchCover } from './cover-cache.ts';
import { DetailStore } from './detail-store.svelte.ts';
import { Dialogs } from './dialogs.svelte.ts';
import { FolderStore } from './folder-store.svelte.ts';
import { GenreProfileStore } from './genre-profile-store.svelte.ts';
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
import { RetrainStore } from './retrain-store.svelte.ts';
import { Remembered } from './remembered.svelte.ts';
import { OverviewStore } from './overview-store.svelte.ts';
import { ReviewStore, type ReviewScope } from './review-store.svelte.ts';
import { TrainingStore } from './training-store.svelte.ts';
import { Undoing } from './undoing.ts';
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
  readonly review: ReviewStore;
  readonly history: HistoryStore;
  readonly undoing: Undoing;
  readonly training: TrainingStore;
  readonly labels: LabelStore;
  readonly namings: NamingStore;
  readonly genreEditor: GenreEditor;
  readonly labelling: Labelling;
  readonly retrain: RetrainStore;
  readonly retrainActions: RetrainActions;
  readonly networks: NetworkStore;
  readonly inspector: InspectorStore;
  readonly genreProfiles: GenreProfileStore;
  readonly folders: FolderStore;
  readonly listeningOpen = new Remembered<boolean>('listening-open', true);
  readonly inspectorHeight = new Remembered<number>('inspector-height', 460);
  readonly detailsOpen = new Remembered<boolean>('details-open', windowWidth(globalThis) >= ROOM_FOR_DETAILS);
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
    this.retrain = new RetrainStore(api, (state) => this.retrainActions.ended(state));
    this.retrainActions = new RetrainActions(this);
    this.networks = new NetworkStore(api, (state) => this.#networkEnded(state));
    this.inspector = new InspectorStore(api);
    this.genreProfiles = new GenreProfileStore(api);
    this.folders = new FolderStore(api, this.dialogs);
    this.navigation = new Navigation(this);
    this.views = new LibraryViews(this);
    this.overview = new OverviewStore(api);
    this.map = new MapStore(api);
    this.albums = new AlbumStore(api);
    this.#commands = menuCommands(this);
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
    void this.folders.refresh();
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
    const { isAutomatic, minConfidence, maxGenres, genreDepth, tagMode: mode } = this.app.settings;
    const isEmpty = scope === 'selected' && this.library.selection.ids.size === 0;
    this.dialogs.show('review');
    void this.review.start(
      isEmpty ? this.defaultScope : scope,
      { minConfidence, maxGenres, genreDepth, mode },
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

  /** Reports the end of an adding, unless its dialog is open and shows it. */
  #networkEnded({ added, error }: AddNetworkState): void {
    if (added !== null) void this.app.refreshModels();
    if (this.dialogs.open === 'network') return;
    if (error) this.messages.fail(new BridgeError(error));
    else if (added !== null) this.messages.tell(texts.networks.added({ name: added }));
  }

  /** Follows a change of the open folder. Null means that rows changed, as after writing, and the folder did not. */
  #followFolder(folder: string | null): void {
    if (folder === null || folder === this.app.folder) return;
    this.app.folder = folder;
    void this.folders.refresh();
    this.library.reset();
    this.map.reset();
    this.albums.reset();
    this.covers.clear();
  }
}

/** The stores for every component below App.svelte. */
export const [getStores, setStores] = createContext<Stores>();
