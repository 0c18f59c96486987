import type { ErrorData } from '../../src-main/contract/app-error.ts';
import type {
  TrackPreview,
  SpectrumScanState,
  SpectrogramTile,
  WaveformPeaks,
} from '../../src-main/contract/inspection.ts';
import type { TrackDetail, TrackId } from '../../src-main/contract/track.ts';
import { framesPerColumnFor, hopLengthOf, spanOfTile } from '../../src-main/rendering/column-geometry.ts';
import { BridgeError, errorDataOf, type Client } from '../api/bridge.ts';
import { DEFAULT_DISPLAY, isDisplay, type InspectorDisplay } from './inspector-display.ts';
import { clampView, viewWith, wholeView, zoomAbout, type TimeView, type ViewLimits } from './inspector-view.ts';
import { ListeningStore } from './listening-store.svelte.ts';
import { Player, type TimeSpan } from './player.svelte.ts';
import { Remembered } from './remembered.svelte.ts';
import { TileStore } from './spectrogram-tiles.ts';

/** A point of the spectrogram. */
export interface SpectrumPoint {
  readonly seconds: number;
  readonly hertz: number;
}

const FIRST_POINTS = 4096;
const MOST_POINTS = 2 ** 20;
const WHEEL_SPEED = 0.002;
const PINCH_SPEED = 0.01;

/** The track that is looked into: what was read of it, what is on screen, where the cursor is. */
export class InspectorStore {
  readonly player = new Player();
  readonly listening: ListeningStore;
  readonly #display = new Remembered<InspectorDisplay>('inspector-display', DEFAULT_DISPLAY, isDisplay);
  track = $state.raw<TrackDetail | null>(null);
  reading = $state.raw<SpectrumScanState | null>(null);
  failure = $state.raw<ErrorData | null>(null);
  /** The whole track in columns as wide as bounded memory asks for, in the pieces in which it was read. */
  overview = $state.raw<readonly SpectrogramTile[]>([]);
  peaks = $state.raw<WaveformPeaks | null>(null);
  /** What is shown of a long track until it is read. */
  preview = $state.raw<TrackPreview | null>(null);
  /** Pixels of the time axis. */
  width = $state.raw(0);
  view = $state.raw<TimeView>({ start: 0, secondsPerPixel: 1 });
  cursor = $state.raw<SpectrumPoint | null>(null);
  /** The second cursor, which differences are taken to. */
  mark = $state.raw<SpectrumPoint | null>(null);
  selection = $state.raw<TimeSpan | null>(null);
  /** Counts up when tiles arrive. */
  #tilesVersion = $state.raw(0);

  readonly isOpen = $derived(this.track !== null);
  readonly durationSeconds = $derived(
    Math.max(this.reading?.seconds ?? 0, this.reading?.durationSeconds ?? this.track?.durationSeconds ?? 0),
  );
  readonly sampleRate = $derived(this.reading?.sampleRate ?? 44_100);
  readonly limits = $derived<ViewLimits>({
    durationSeconds: this.durationSeconds,
    width: this.width,
    sampleRate: this.sampleRate,
  });
  readonly endSeconds = $derived(
    Math.min(this.durationSeconds, this.view.start + this.width * this.view.secondsPerPixel),
  );
  readonly hopLength = $derived(hopLengthOf(this.display.spectrum));
  /** Frames a column of the detail that the present scale asks for. */
  readonly framesPerColumn = $derived(framesPerColumnFor(this.view.secondsPerPixel * this.sampleRate, this.hopLength));

  readonly #api: Client;
  readonly #tiles = new TileStore();
  #showsWhole = true;
  #asking = false;
  #opened = 0;

  constructor(api: Client) {
    this.#api = api;
    this.listening = new ListeningStore(api);
    api.on('inspect.scan', (reading) => this.#follow(reading));
  }

  get display(): InspectorDisplay {
    return this.#display.current;
  }

  /** Opens a track; scale and settings of the one before stay. */
  async open(id: TrackId): Promise<void> {
    const opened = ++this.#opened;
    this.#forget();
    try {
      const track = await this.#api.call('library.detail', { id });
      if (opened !== this.#opened) return;
      const scale = this.view.secondsPerPixel;
      this.track = track;
      this.player.load(id);
      this.player.announce(track.title || track.fileName, track.artist, track.album);
      await this.#read(id, opened);
      this.view = this.#showsWhole
        ? wholeView(this.limits)
        : clampView({ start: 0, secondsPerPixel: scale }, this.limits);
    } catch (error) {
      if (opened === this.#opened) this.failure = errorDataOf(error);
    }
  }

  close(): void {
    this.#opened += 1;
    this.#forget();
    this.track = null;
    this.player.load(null);
    void this.#api.call('inspect.close', null).catch(() => undefined);
  }

  /** Another scale or colour is drawn at once; other spectra are computed anew. */
  async change(change: Partial<InspectorDisplay>): Promise<void> {
    this.#display.current = { ...this.display, ...change };
    if (!change.spectrum || !this.track) return;
    this.overview = [];
    this.#tiles.clear();
    this.failure = null;
    // The process predicts the track again when its spectra are computed again.
    this.listening.forget();
    const opened = ++this.#opened;
    await this.#read(this.track.id, opened).catch((error: unknown) => opened === this.#opened && this.#fail(error));
  }

  resize(width: number): void {
    this.width = width;
    this.#show(this.#showsWhole ? wholeView(this.limits) : clampView(this.view, this.limits));
  }

  zoom(factor: number, seconds = this.view.start + (this.width * this.view.secondsPerPixel) / 2): void {
    this.#show(zoomAbout(this.view, seconds, factor, this.limits));
  }

  showWhole(): void {
    this.#show(wholeView(this.limits));
  }

  showSpan({ start, end }: TimeSpan): void {
    this.#show(clampView({ start, secondsPerPixel: (end - start) / Math.max(1, this.width) }, this.limits));
  }

  scrollTo(start: number): void {
    this.#show(clampView({ ...this.view, start }, this.limits));
  }

  /** Keeps a moment on screen, as while playing. */
  keepVisible(seconds: number): void {
    const view = viewWith(this.view, seconds, this.limits);
    if (view !== this.view) this.#show(view);
  }

  select(span: TimeSpan | null): void {
    this.selection = span;
    if (this.player.loop) this.player.loop = span;
  }

  /** A wheel or a pinch zooms about the pointer; a sideways turn, or one with Shift, scrolls. @param x of the pointer, in pixels */
  wheel(event: WheelEvent, x: number): void {
    event.preventDefault();
    const { view } = this;
    const sideways = event.shiftKey ? event.deltaY : event.deltaX;
    if (Math.abs(sideways) > Math.abs(event.deltaY) || event.shiftKey)
      this.scrollTo(view.start + sideways * view.secondsPerPixel);
    else
      this.zoom(
        Math.exp(event.deltaY * (event.ctrlKey ? PINCH_SPEED : WHEEL_SPEED)),
        view.start + x * view.secondsPerPixel,
      );
  }

  toggleLoop(): void {
    this.player.loop = this.player.loop ? null : this.selection;
    if (this.player.loop) void this.player.play();
  }

  /** Tiles that are there for what is on screen. */
  tiles(): SpectrogramTile[] {
    // Tiles lie outside of the state: their version tells that there are others now.
    void this.#tilesVersion;
    return this.#tiles.tiles(this.#span(), this.framesPerColumn, this.hopLength);
  }

  /** The finest tile that covers a moment, or null where nothing was read yet. */
  tileAt(seconds: number): SpectrogramTile | null {
    const covers = (tile: SpectrogramTile) => {
      const { start, end } = spanOfTile(tile, this.sampleRate);
      return seconds >= start && seconds < end;
    };
    return (
      this.tiles().find(covers) ??
      this.overview.find(covers) ??
      (this.preview && covers(this.preview.spectrogram) ? this.preview.spectrogram : null)
    );
  }

  #forget(): void {
    this.reading = null;
    this.failure = null;
    this.overview = [];
    this.peaks = null;
    this.preview = null;
    this.cursor = null;
    this.mark = null;
    this.selection = null;
    this.listening.forget();
    this.#tiles.clear();
  }

  async #read(id: TrackId, opened: number): Promise<void> {
    const reading = await this.#api.call('inspect.open', { id, settings: this.display.spectrum });
    // Progress may have come before the answer.
    if (opened === this.#opened && (this.reading?.session ?? 0) < reading.session) this.#follow(reading);
  }

  #follow(reading: SpectrumScanState): void {
    if (!this.track) return;
    this.reading = reading;
    if (this.#showsWhole) this.view = wholeView(this.limits);
    // The picture comes first.
    if (reading.phase !== 'reading' && this.listening.state === null) void this.listening.listen();
    void this.#fetchRead();
  }

  #show(view: TimeView): void {
    this.view = view;
    this.#showsWhole = view.secondsPerPixel >= wholeView(this.limits).secondsPerPixel * 0.999;
    this.listening.look({ start: view.start, end: this.endSeconds });
    void this.#fetchPeaks();
    void this.#fetchTiles();
  }

  #span(): { start: number; end: number } {
    return { start: this.view.start * this.sampleRate, end: this.endSeconds * this.sampleRate };
  }

  /** What the reading has found so far; asked for again while it goes on, one question at a time. */
  async #fetchRead(): Promise<void> {
    const reading = this.reading;
    if (this.#asking || !reading || (reading.seconds === 0 && !reading.hasPreview)) return;
    this.#asking = true;
    const opened = this.#opened;
    try {
      if (reading.hasPreview && !this.preview) this.preview = await this.#api.call('inspect.preview', null);
      await this.#fetchOverview(opened);
    } catch (error) {
      if (opened === this.#opened) this.#fail(error);
    }
    this.#asking = false;
    if (this.reading && this.reading !== reading) return this.#fetchRead();
    await this.#fetchPeaks();
    await this.#fetchTiles();
  }

  async #fetchOverview(opened: number): Promise<void> {
    const known = this.overview.at(-1);
    const tile = await this.#api.call('inspect.overview', {
      framesPerColumn: known?.framesPerColumn ?? 1,
      columns: known ? known.firstColumn + known.columns : 0,
    });
    if (opened !== this.#opened) return;
    this.overview = tile.firstColumn === 0 ? [tile] : [...this.overview, tile];
    const peaks = await this.#api.call('inspect.peaks', { maxPoints: FIRST_POINTS });
    if (opened !== this.#opened) return;
    if ((this.peaks?.highest.length ?? 0) <= FIRST_POINTS) this.peaks = peaks;
  }

  /** A finer outline where points are wider than pixels. */
  async #fetchPeaks(): Promise<void> {
    const { peaks, reading } = this;
    if (!peaks || reading?.phase === 'reading' || this.#asking) return;
    const wanted = Math.min(MOST_POINTS, 2 ** Math.ceil(Math.log2(this.durationSeconds / this.view.secondsPerPixel)));
    if (!Number.isFinite(wanted) || wanted <= peaks.highest.length * 2 || peaks.samplesPerPoint === 1) return;
    this.#asking = true;
    const opened = this.#opened;
    const finer = await this.#api.call('inspect.peaks', { maxPoints: wanted }).catch(() => null);
    this.#asking = false;
    if (finer && opened === this.#opened && finer.highest.length > peaks.highest.length) this.peaks = finer;
  }

  async #fetchTiles(): Promise<void> {
    const { framesPerColumn, hopLength } = this;
    const [overview] = this.overview;
    if (
      !overview ||
      this.reading?.phase === 'reading' ||
      overview.framesPerColumn * overview.hopLength <= framesPerColumn * hopLength
    )
      return;
    const wanted = this.#tiles.missing(this.#span(), framesPerColumn, hopLength);
    if (!wanted) return;
    const opened = this.#opened;
    try {
      const tile = await this.#api.call('inspect.segment', wanted);
      if (opened !== this.#opened) return;
      this.#tiles.add(tile, wanted);
      this.#tilesVersion += 1;
      await this.#fetchTiles();
    } catch (error) {
      if (opened === this.#opened) this.#fail(error);
    }
  }

  /** A newer request replaced this one, so there is nothing to report. */
  #fail(error: unknown): void {
    if (error instanceof BridgeError && error.code === 'cancelled') return;
    this.failure = errorDataOf(error);
  }
}
