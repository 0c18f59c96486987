import type { ErrorData } from '../../src-main/contract/app-error.ts';
import type { AutomaticTagging } from '../../src-main/contract/automatic.ts';
import { NOT_AUTOMATIC } from '../../src-main/contract/automatic.ts';
import type { AppState, Notice } from '../../src-main/contract/app-state.ts';
import type { ProviderReport, ScanProgress } from '../../src-main/contract/scan.ts';
import { NO_SCAN } from '../../src-main/contract/scan.ts';
import type { Settings, SettingsChange } from '../../src-main/contract/settings.ts';
import { DEFAULT_SETTINGS } from '../../src-main/contract/settings.ts';
import type { TrackSelection } from '../../src-main/contract/track.ts';
import { texts } from '../../src-main/texts/index.ts';
import { BridgeError, errorDataOf, type Client } from '../api/bridge.ts';
import { isSameGenre } from '../../src-main/contract/genre-meaning.ts';
import type { Messages } from './messages.svelte.ts';
import { ScanAnnouncer, scanSummary } from './scan-announcement.ts';

const AUTOMATIC_MS = 400;

/** The state until the main process has replied. */
const BEFORE_START: AppState = {
  version: '',
  platform: '',
  folder: null,
  scan: NO_SCAN,
  provider: { active: null, attempts: [] },
  models: [],
  notices: [],
  settings: DEFAULT_SETTINGS,
};

/** What belongs to the app as a whole: the open folder, the settings, the scan, the processor, the notices. */
export class AppStore {
  phase = $state.raw<'loading' | 'ready' | 'failed'>('loading');
  failure = $state.raw<ErrorData | null>(null);
  version = $state.raw('');
  platform = $state.raw('');
  folder = $state.raw<string | null>(null);
  settings = $state.raw<Settings>(BEFORE_START.settings);
  scan = $state.raw<ScanProgress>(NO_SCAN);
  provider = $state.raw<ProviderReport>(BEFORE_START.provider);
  models = $state.raw<AppState['models']>([]);
  notices = $state.raw<readonly Notice[]>([]);
  /** The text of the live region on the scan. */
  announcement = $state.raw('');
  /** The confidence from which the model in use is correct in at least 95% of cases. */
  automatic = $state.raw<AutomaticTagging>(NOT_AUTOMATIC);
  /** Whether a folder is being chosen or opened. */
  isOpening = $state.raw(false);

  readonly #model = $derived(this.models.find(({ name }) => name === this.settings.model) ?? this.models[0]);
  /** The genres that the model in use predicts. */
  readonly genres = $derived(this.#model?.genres ?? []);
  /** The styles that it scores. */
  readonly styles = $derived(this.#model?.styles ?? []);
  /** A look at the folder that nobody asked for is not shown. */
  readonly isScanning = $derived(this.scan.phase !== 'idle' && !(this.scan.isQuiet && this.scan.phase === 'listing'));

  readonly #api: Client;
  readonly #messages: Messages;
  readonly #opened: (folder: string) => void;
  #automaticTimer: ReturnType<typeof setTimeout> | undefined;
  readonly #announcer = new ScanAnnouncer();

  constructor(api: Client, messages: Messages, opened: (folder: string) => void) {
    this.#api = api;
    this.#opened = opened;
    this.#messages = messages;
    api.on('scan.progress', (scan) => this.#follow(scan));
    api.on('provider.changed', (provider) => (this.provider = provider));
    api.on('settings.changed', (settings) => {
      this.settings = settings;
      this.refreshAutomatic();
    });
    api.on('labels.changed', () => this.refreshAutomatic());
    // During a scan this event comes every second; the end of the scan is enough.
    api.on('library.changed', () => !this.isScanning && this.refreshAutomatic());
    api.on('notice.over', ({ id }) => this.#forget(id));
    api.on('notice', (notice) => (this.notices = [...this.notices.filter((other) => other.id !== notice.id), notice]));
  }

  async start(): Promise<void> {
    this.phase = 'loading';
    try {
      this.#take(await this.#api.call('app.state', null));
      this.phase = 'ready';
      this.refreshAutomatic();
    } catch (error) {
      this.failure = errorDataOf(error);
      this.phase = 'failed';
    }
  }

  /** The model's genre or style that the user writes as `name`; null where there is none. */
  genreWritten(name: string): string | null {
    const { genreMap } = this.settings;
    const written = (genre: string) => (Object.hasOwn(genreMap, genre) ? genreMap[genre] : null) ?? genre;
    return [...this.genres, ...this.styles].find((genre) => isSameGenre(written(genre), name)) ?? null;
  }

  openFolder = (): Promise<void> => this.#open(this.#api.call('library.openFolder', null));
  openRecent = (index: number): Promise<void> => this.#open(this.#api.call('library.openRecent', { index }));
  openDropped = (): Promise<void> => this.#open(this.#api.call('library.openDropped', null));

  /** Goes on with what was not analysed yet; `again` asks for tracks that were. */
  async startScan(again: TrackSelection | null = null): Promise<void> {
    await this.#messages.attempt(this.#api.call('scan.start', { again }));
  }

  async cancelScan(): Promise<void> {
    await this.#messages.attempt(this.#api.call('scan.cancel', null));
  }

  /** Reads the list of models again: training and other programs add and remove them. */
  async refreshModels(): Promise<void> {
    const state = await this.#messages.attempt(this.#api.call('app.state', null));
    if (state) this.models = state.models;
  }

  /** Computes the threshold again, which depends on labels, analyses and the model; changes in quick succession cause one request. */
  refreshAutomatic(): void {
    clearTimeout(this.#automaticTimer);
    this.#automaticTimer = setTimeout(() => {
      const timer = this.#automaticTimer;
      // A response to an older request is ignored.
      void this.#api.call('retrain.automatic', null).then(
        (automatic) => timer === this.#automaticTimer && (this.automatic = automatic),
        () => undefined,
      );
    }, AUTOMATIC_MS);
  }

  /** Asks for FFmpeg's program; the dialogs are the main process's. */
  async chooseDecoder(): Promise<void> {
    const settings = await this.#messages.attempt(this.#api.call('settings.chooseDecoder', null));
    if (settings) this.settings = settings;
  }

  async resetDecoder(): Promise<void> {
    const settings = await this.#messages.attempt(this.#api.call('settings.resetDecoder', null));
    if (settings) this.settings = settings;
  }

  async changeSettings(change: SettingsChange): Promise<void> {
    const settings = await this.#messages.attempt(this.#api.call('settings.change', change));
    if (settings) this.settings = settings;
  }

  async dismissNotice(id: string): Promise<void> {
    this.#forget(id);
    await this.#messages.attempt(this.#api.call('notices.dismiss', { id }));
  }

  /** Does what a notice offers, which takes it away. */
  async acceptNotice(id: string): Promise<void> {
    this.#forget(id);
    await this.#messages.attempt(this.#api.call('notices.accept', { id }));
  }

  #forget(id: string): void {
    this.notices = this.notices.filter((notice) => notice.id !== id);
  }

  async #open(answer: Promise<string | null>): Promise<void> {
    this.isOpening = true;
    const folder = await this.#messages.attempt(answer);
    this.isOpening = false;
    if (folder) this.#opened(folder);
  }

  #take(state: AppState): void {
    this.version = state.version;
    this.platform = state.platform;
    this.folder = state.folder;
    this.settings = state.settings;
    this.provider = state.provider;
    this.models = state.models;
    this.notices = state.notices;
    this.scan = state.scan;
  }

  #follow(scan: ScanProgress): void {
    const hasEnded = this.isScanning && scan.phase === 'idle';
    this.scan = scan;
    this.announcement = this.#announcer.next(scan, Date.now()) ?? this.announcement;
    if (!hasEnded) return;
    this.refreshAutomatic();
    if (scan.error) this.#messages.fail(new BridgeError(scan.error));
    // A scan that found nothing new is not reported.
    else if ((scan.done > 0 && !scan.isQuiet) || scan.outcome !== 'finished')
      this.#messages.tell(scanSummary(scan), endDetail(scan));
  }
}

function endDetail(scan: ScanProgress): string {
  const { ended } = texts.library.scan;
  if (scan.outcome === 'cancelled') return ended.cancelled;
  return scan.failed > 0 ? ended.failed : '';
}
