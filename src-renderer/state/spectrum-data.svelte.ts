import type { ErrorData } from '../../src-main/contract/app-error.ts';
import type {
  SpectrogramTile,
  SpectrumScanState,
  TrackPreview,
  WaveformPeaks,
} from '../../src-main/contract/inspection.ts';
import { BridgeError, errorDataOf, type Client } from '../api/bridge.ts';
import { spanOfColumns, type Span } from '../../src-main/rendering/column-geometry.ts';
import { TileStore } from './spectrogram-tiles.ts';
import { holds, waveformWanted, type WaveformSegment } from './waveform-segment.ts';

/** The part of a track that is on screen, and how fine it is drawn. */
export interface OnScreen {
  readonly span: Span;
  /** Frames a column of the detail that the present scale asks for. */
  readonly framesPerColumn: number;
  /** Samples from one frame to the next. */
  readonly hopLength: number;
  /** Pixels that the whole track would take. */
  readonly pixelsOfTrack: number;
  readonly samplesPerPixel: number;
}

const FIRST_POINTS = 4096;
const MOST_POINTS = 2 ** 20;

/** What was computed of the open track: fetched as its scan goes on, and in detail where it is on screen. */
export class SpectrumData {
  scan = $state.raw<SpectrumScanState | null>(null);
  failure = $state.raw<ErrorData | null>(null);
  /** The whole track in columns as wide as bounded memory asks for, in the pieces in which it was read. */
  overview = $state.raw<readonly SpectrogramTile[]>([]);
  peaks = $state.raw<WaveformPeaks | null>(null);
  /** The part on screen, where the outline of the whole track is too coarse for it. */
  waveform = $state.raw<WaveformSegment | null>(null);
  /** What is shown of a long track until it is read. */
  preview = $state.raw<TrackPreview | null>(null);
  /** Counts up when tiles arrive. */
  #tilesVersion = $state.raw(0);

  readonly #api: Client;
  readonly #onScreen: () => OnScreen;
  readonly #tiles = new TileStore();
  #isAsking = false;
  /** Counts up when what is asked for is of no use any more. */
  #generation = 0;

  constructor(api: Client, onScreen: () => OnScreen) {
    this.#api = api;
    this.#onScreen = onScreen;
  }

  /** Another track: nothing of the last one stays. */
  forget(): void {
    this.forgetSpectra();
    this.scan = null;
    this.peaks = null;
    this.waveform = null;
    this.preview = null;
  }

  /** Other spectra of the same track: the outline stays. */
  forgetSpectra(): void {
    this.#generation += 1;
    this.failure = null;
    this.overview = [];
    this.#tiles.clear();
  }

  /** Tiles that are there for what is on screen. */
  tiles(): SpectrogramTile[] {
    // Tiles lie outside of the state: their version tells that there are others now.
    void this.#tilesVersion;
    const { span, framesPerColumn, hopLength } = this.#onScreen();
    return this.#tiles.tiles(span, framesPerColumn, hopLength);
  }

  /** The finest tile that covers a sample, or null where nothing was read yet. */
  tileAt(sample: number): SpectrogramTile | null {
    const covers = (tile: SpectrogramTile): boolean => {
      const { start, end } = spanOfColumns(tile, tile.firstColumn, tile.columns);
      return sample >= start && sample < end;
    };
    const read = this.tiles().find(covers) ?? this.overview.find(covers);
    if (read) return read;
    return this.preview && covers(this.preview.spectrogram) ? this.preview.spectrogram : null;
  }

  /** What the scan has found so far; asked for again while it goes on, one question at a time. */
  async fetchScanned(): Promise<void> {
    const { scan } = this;
    if (this.#isAsking || !scan || (scan.seconds === 0 && !scan.hasPreview)) return;
    this.#isAsking = true;
    await this.#attempt(async (isCurrent) => {
      const preview = scan.hasPreview ? (this.preview ?? (await this.#api.call('inspect.preview', null))) : null;
      if (!isCurrent()) return;
      if (preview) this.preview = preview;
      await this.#fetchOverview(isCurrent);
    });
    this.#isAsking = false;
    if (this.scan && this.scan !== scan) return this.fetchScanned();
    await this.fetchDetail();
  }

  /** Outline and tiles of what is on screen, where what is there is coarser. */
  async fetchDetail(): Promise<void> {
    await Promise.all([this.#fetchPeaks(), this.#fetchWaveform(), this.#fetchTiles()]);
  }

  async #fetchOverview(isCurrent: () => boolean): Promise<void> {
    const known = this.overview.at(-1);
    const tile = await this.#api.call('inspect.overview', {
      framesPerColumn: known?.framesPerColumn ?? 1,
      columns: known ? known.firstColumn + known.columns : 0,
    });
    if (!isCurrent()) return;
    this.overview = tile.firstColumn === 0 ? [tile] : [...this.overview, tile];
    const peaks = await this.#api.call('inspect.peaks', { maxPoints: FIRST_POINTS });
    if (isCurrent() && (this.peaks?.highest.length ?? 0) <= FIRST_POINTS) this.peaks = peaks;
  }

  /** A finer outline where points are wider than pixels. */
  async #fetchPeaks(): Promise<void> {
    const { peaks, scan } = this;
    if (!peaks || scan?.phase === 'scanning' || this.#isAsking) return;
    const wanted = Math.min(MOST_POINTS, 2 ** Math.ceil(Math.log2(this.#onScreen().pixelsOfTrack)));
    if (!Number.isFinite(wanted) || wanted <= peaks.highest.length * 2 || peaks.samplesPerPoint === 1) return;
    this.#isAsking = true;
    const generation = this.#generation;
    const finer = await this.#api.call('inspect.peaks', { maxPoints: wanted }).catch(() => null);
    this.#isAsking = false;
    if (finer && generation === this.#generation && finer.highest.length > peaks.highest.length) this.peaks = finer;
  }

  async #fetchWaveform(): Promise<void> {
    const { peaks, scan, waveform } = this;
    if (!peaks || scan?.phase === 'scanning') return;
    const wanted = waveformWanted(this.#onScreen(), peaks.samplesPerPoint);
    if (!wanted) {
      this.waveform = null;
      return;
    }
    if (waveform && holds(waveform, this.#onScreen())) return;
    const generation = this.#generation;
    // The outline stays where the segment cannot be read.
    const found = await this.#api.call('inspect.waveform', wanted).catch(() => null);
    if (found && generation === this.#generation) this.waveform = { firstPoint: wanted.firstPoint, ...found };
  }

  async #fetchTiles(): Promise<void> {
    const { span, framesPerColumn, hopLength } = this.#onScreen();
    const [overview] = this.overview;
    if (!overview || this.scan?.phase === 'scanning') return;
    const isOverviewFineEnough = overview.framesPerColumn * overview.hopLength <= framesPerColumn * hopLength;
    const wanted = isOverviewFineEnough ? null : this.#tiles.missing(span, framesPerColumn, hopLength);
    if (!wanted) return;
    await this.#attempt(async (isCurrent) => {
      const tile = await this.#api.call('inspect.tile', wanted);
      if (!isCurrent()) return;
      this.#tiles.add(tile, wanted);
      this.#tilesVersion += 1;
      await this.#fetchTiles();
    });
  }

  /** Tells a failure, unless what was asked for is of no use any more. */
  async #attempt(work: (isCurrent: () => boolean) => Promise<void>): Promise<void> {
    const generation = this.#generation;
    const isCurrent = (): boolean => generation === this.#generation;
    await work(isCurrent).catch((error: unknown) => isCurrent() && this.fail(error));
  }

  /** Tells a failure; that a newer question took a question's place is none. */
  fail(error: unknown): void {
    if (error instanceof BridgeError && error.code === 'cancelled') return;
    this.failure = errorDataOf(error);
  }
}
