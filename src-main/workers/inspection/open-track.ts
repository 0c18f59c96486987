import type { RequestOf } from '../../channel/protocol.ts';
import type { Emit } from '../../channel/server.ts';
import { AppError, toErrorData } from '../../contract/app-error.ts';
import type { ColumnRange } from '../../contract/column-range.ts';
import type {
  TrackPreview,
  ListeningState,
  SpectrumScanState,
  SaliencyMap,
  SpectrogramTile,
  SpectrumSettings,
  TrackPredictions,
  WaveformPeaks,
  WaveformSpan,
} from '../../contract/inspection.ts';
import type { SaliencyMethod } from '../../contract/values.ts';
import type { Decoder } from '../../pipeline/decode/decoder.ts';
import { powerToDecibels } from '../../pipeline/features/decibels.ts';
import { Loudness, meanPower } from '../../pipeline/hearing/loudness.ts';
import type { ListenListeners } from '../../pipeline/listen-along.ts';
import { ModelInput } from '../../pipeline/model-input.ts';
import { PREVIEW_FROM_SECONDS, previewAt } from '../../pipeline/spectrum/preview.ts';
import { readPeaks } from '../../pipeline/spectrum/read-peaks.ts';
import { readTile } from '../../pipeline/spectrum/read-tile.ts';
import type { CacheOptions } from '../../pipeline/spectrum/scan-cache.ts';
import { keepScan } from '../../pipeline/spectrum/scan-cache.ts';
import type { TaggedFormat } from '../../pipeline/scan/tagged-format.ts';
import type { AudioSource, ScannedSpectrum } from '../../pipeline/spectrum/spectrum-scan.ts';
import { SpectrumScan } from '../../pipeline/spectrum/spectrum-scan.ts';
import type { InspectionProtocol } from '../inspection-protocol.ts';
import type { Listener } from './listening.ts';

/** How a track is opened. */
export interface OpenOptions {
  readonly session: number;
  readonly settings: SpectrumSettings;
  readonly cache: CacheOptions;
  /** What was kept of it. */
  readonly kept: ScannedSpectrum | null;
}

/** The first pixels come soon; drawing them more often would slow the scan down. */
const FIRST_MILLISECONDS = 80;
const PROGRESS_MILLISECONDS = 500;
/** What is drawn so shortly before the end delays the end. */
const NEAR_END_MILLISECONDS = 250;
const PREDICTIONS_MILLISECONDS = 500;

/** The one track that is looked into. */
export class OpenTrack {
  /** What is known of the whole track so far. */
  readonly scan: ScannedSpectrum;
  /** The scan that reads the file, unless one is kept. */
  readonly #anew: SpectrumScan | null;
  /** A first impression of a long track. */
  preview: TrackPreview | null = null;
  readonly #settings: SpectrumSettings;
  readonly #cache: CacheOptions;
  readonly #decoder: Decoder;
  readonly #emit: Emit<InspectionProtocol>;
  readonly #closed = new AbortController();
  #state: SpectrumScanState;
  /** What a newer question of its kind ends. */
  readonly #newest = { tile: new AbortController(), waveform: new AbortController(), level: new AbortController() };
  #heard: { readonly listener: Listener; readonly input: ModelInput | null } | null = null;

  constructor(
    source: AudioSource & TaggedFormat,
    { session, settings, cache, kept }: OpenOptions,
    decoder: Decoder,
    emit: Emit<InspectionProtocol>,
  ) {
    const scan = kept ?? new SpectrumScan(source, settings);
    this.scan = scan;
    this.#anew = scan instanceof SpectrumScan ? scan : null;
    this.#settings = settings;
    this.#cache = cache;
    this.#decoder = decoder;
    this.#emit = emit;
    const { sampleRate, channels, durationSeconds, beatsPerMinute } = source;
    this.#state = {
      session,
      phase: 'scanning',
      sampleRate,
      channels,
      durationSeconds,
      beatsPerMinute,
      hasPreview: false,
      seconds: 0,
      error: null,
    };
  }

  get state(): SpectrumScanState {
    return this.#state;
  }

  /** Reads the whole file, telling how far it is. */
  async read(): Promise<void> {
    const started = Date.now();
    let next = started + FIRST_MILLISECONDS;
    const onProgress = () => {
      const now = Date.now();
      if (now < next || this.#isNearEnd(now - started)) return;
      next = now + PROGRESS_MILLISECONDS;
      this.#update({});
    };
    const { signal } = this.#closed;
    try {
      if (this.#anew) await this.#readAnew(this.#anew, onProgress, signal);
      this.#update({ phase: 'done', durationSeconds: this.scan.seconds });
    } catch (error) {
      if (!signal.aborted) this.#update({ phase: 'failed', error: toErrorData(error) });
    }
  }

  /** Whether the scan goes on for little longer, if the file is as long as it says. @param elapsed milliseconds */
  #isNearEnd(elapsed: number): boolean {
    const { seconds } = this.scan;
    const left = (elapsed * ((this.#state.durationSeconds ?? Infinity) - seconds)) / seconds;
    return left >= 0 && left < NEAR_END_MILLISECONDS;
  }

  async #readAnew(scan: SpectrumScan, onProgress: () => void, signal: AbortSignal): Promise<void> {
    if ((scan.source.durationSeconds ?? 0) > PREVIEW_FROM_SECONDS) {
      // Without a preview the scan shows what there is a little later.
      this.preview = await previewAt(scan.source, this.#settings, this.#decoder, signal).catch(() => null);
      this.#update({ hasPreview: this.preview !== null });
    }
    await scan.run(this.#decoder, onProgress, signal);
    void keepScan(scan, this.#settings, this.#cache);
  }

  /** A newer tile takes the place of one that is under way. @throws AppError cancelled */
  tile(range: ColumnRange): Promise<SpectrogramTile> {
    return readTile(this.scan.source, this.#settings, range, this.#decoder, this.#signalFor('tile'));
  }

  /** A newer span takes the place of one that is under way. @throws AppError cancelled */
  waveform(span: WaveformSpan): Promise<WaveformPeaks> {
    return readPeaks(this.scan.source, span, this.#decoder, this.#signalFor('waveform'));
  }

  /**
   * Decodes a segment and measures its mean power, in dBFS. A newer one takes the place of one that is under way.
   * @throws AppError cancelled
   */
  async level(segment: RequestOf<InspectionProtocol, 'level'>): Promise<number> {
    const { path, sampleRate } = this.scan.source;
    const loudness = new Loudness(sampleRate);
    const chunks = this.#decoder.decode({ path, sampleRate, ...segment }, this.#signalFor('level'));
    for await (const samples of chunks) loudness.push(samples);
    return powerToDecibels(meanPower(loudness.powers));
  }

  #signalFor(question: 'tile' | 'waveform' | 'level'): AbortSignal {
    this.#newest[question].abort();
    this.#newest[question] = new AbortController();
    return AbortSignal.any([this.#newest[question].signal, this.#closed.signal]);
  }

  /** Hears the whole track, telling what the model thinks so far. */
  async listen(listener: Listener): Promise<void> {
    const { session } = this.#state;
    const spec = listener.shownSpec;
    const input = spec && new ModelInput(spec);
    this.#heard = { listener, input };
    const tell = (change: Omit<ListeningState, 'session' | 'input'>) => {
      if (this.#heard?.listener === listener)
        this.#emit('predictions', { session, input: input?.spec ?? null, ...change });
    };
    let told = Date.now();
    let isOver = false;
    const onHeard = (soFar: () => Promise<TrackPredictions>) => {
      if (Date.now() - told < PREDICTIONS_MILLISECONDS) return;
      told = Date.now();
      const tellSoFar = (predictions: TrackPredictions) => {
        if (!isOver) tell({ phase: 'listening', predictions, error: null });
      };
      // A model that fails is told of at the end.
      soFar().then(tellSoFar, () => undefined);
    };
    const onPatch: ListenListeners['onPatch'] = (patch, of) => of === spec && input?.push(patch);
    try {
      const { source } = this.scan;
      const predictions = await listener.listen(source, this.#decoder, { onHeard, onPatch }, this.#closed.signal);
      isOver = true;
      input?.finish();
      tell({ phase: 'done', predictions, error: null });
    } catch (error) {
      isOver = true;
      if (!this.#closed.signal.aborted) tell({ phase: 'failed', predictions: null, error: toErrorData(error) });
    }
  }

  /** The model's input as far as it was heard. @throws AppError request-invalid where there is none */
  modelInput(range: ColumnRange): SpectrogramTile {
    return this.#input().input.tile(range);
  }

  /** What speaks for a genre around a moment. @throws AppError */
  saliency(name: string, seconds: number, method: SaliencyMethod): Promise<SaliencyMap> {
    const { listener, input } = this.#input();
    return listener.saliency(input, name, seconds, method);
  }

  /** Makes ready for the next track, which is most likely one like this. */
  prepareNext(): void {
    this.#decoder.prepare?.(this.scan.source.path);
  }

  close(): void {
    this.#closed.abort();
  }

  #input(): { readonly listener: Listener; readonly input: ModelInput } {
    if (!this.#heard?.input)
      throw new AppError('request-invalid', 'This model’s input is not a picture of frequencies.');
    return { listener: this.#heard.listener, input: this.#heard.input };
  }

  #update(change: Partial<SpectrumScanState>): void {
    this.#state = { ...this.#state, seconds: this.scan.seconds, ...change };
    this.#emit('scan', this.#state);
  }
}
