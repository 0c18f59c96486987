import type { SpectrogramTile, SpectrumScanState } from '../../src-main/contract/inspection.ts';
import type { TrackDetail, TrackId } from '../../src-main/contract/track.ts';
import { framesPerColumnFor, hopLengthOf } from '../../src-main/rendering/column-geometry.ts';
import type { Client } from '../api/bridge.ts';
import { DEFAULT_DISPLAY, isDisplay, type InspectorDisplay } from './inspector-display.ts';
import { clampView, viewWith, wholeView, zoomAbout, type TimeView, type ViewLimits } from './inspector-view.ts';
import { ListeningStore } from './listening-store.svelte.ts';
import { NeighbourStore } from './neighbour-store.svelte.ts';
import type { Playback } from './playback.svelte.ts';
import type { TimeSpan } from './player.svelte.ts';
import { Remembered } from './remembered.svelte.ts';
import { SpectrumData } from './spectrum-data.svelte.ts';
import { walkAlong, walkAt, type TrackWalk } from './track-walk.ts';

/** A point of the spectrogram. */
export interface SpectrumPoint {
  readonly seconds: number;
  readonly hertz: number;
}

const WHEEL_SPEED = 0.002;
const PINCH_SPEED = 0.01;

/** The track that is looked into: what of it is on screen, and where the cursor is. */
export class InspectorStore {
  readonly listening: ListeningStore;
  readonly neighbours: NeighbourStore;
  readonly data: SpectrumData;
  readonly #display = new Remembered<InspectorDisplay>('inspector-display', DEFAULT_DISPLAY, isDisplay);
  track = $state.raw<TrackDetail | null>(null);
  /** Pixels of the time axis. */
  width = $state.raw(0);
  view = $state.raw<TimeView>({ start: 0, secondsPerPixel: 1 });
  cursor = $state.raw<SpectrumPoint | null>(null);
  /** The second cursor, which differences are taken to. */
  mark = $state.raw<SpectrumPoint | null>(null);
  selection = $state.raw<TimeSpan | null>(null);
  /** Whether it lies over the table. */
  fillsWindow = $state(false);
  readonly isOpen = $derived(this.track !== null);
  /** The list that the track was chosen from. */
  walk: TrackWalk = walkAlong([]);
  /** The track that is open or about to be. */
  #id = $state.raw<TrackId | null>(null);
  /** Where the track was left when another one, or none, came into the player. */
  #leftAt = $state.raw(0);
  readonly #playback: Playback;
  /** Whether the track is the one in the player. */
  readonly isInPlayer = $derived.by(() => this.track !== null && this.#playback.player.track === this.track.id);
  /** Whether the inspector shows what is in the player, while either goes on to its next track too. */
  readonly showsPlayed = $derived.by(() => this.isOpen && this.#id !== null && this.#playback.has(this.#id));
  readonly isPlaying = $derived.by(() => this.isInPlayer && this.#playback.player.isPlaying);
  /** Where in the track playback is, or would begin. */
  readonly seconds = $derived.by(() => (this.isInPlayer ? this.#playback.player.seconds : this.#leftAt));
  readonly durationSeconds = $derived.by(() => {
    const { scan } = this.data;
    return Math.max(scan?.seconds ?? 0, scan?.durationSeconds ?? this.track?.durationSeconds ?? 0);
  });
  readonly sampleRate = $derived.by(() => this.data.scan?.sampleRate ?? 44_100);
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
  #showsWhole = true;
  #opened = 0;

  constructor(api: Client, playback: Playback) {
    this.#api = api;
    this.#playback = playback;
    this.listening = new ListeningStore(api);
    this.neighbours = new NeighbourStore(api);
    this.data = new SpectrumData(api, () => ({
      span: { start: this.view.start * this.sampleRate, end: this.endSeconds * this.sampleRate },
      framesPerColumn: this.framesPerColumn,
      hopLength: this.hopLength,
      pixelsOfTrack: this.durationSeconds / this.view.secondsPerPixel,
      samplesPerPixel: this.view.secondsPerPixel * this.sampleRate,
    }));
    api.on('inspect.scan', (scan) => this.#follow(scan));
  }

  get display(): InspectorDisplay {
    return this.#display.current;
  }

  /** Opens a track, which plays on if it plays; scale and settings of the one before stay. */
  async open(id: TrackId, walk: TrackWalk = walkAlong([id])): Promise<void> {
    const opened = ++this.#opened;
    this.#forget();
    this.walk = walk;
    this.#id = id;
    try {
      const track = await this.#api.call('library.detail', { id });
      if (opened !== this.#opened) return;
      const scale = this.view.secondsPerPixel;
      this.track = track;
      this.#leftAt = 0;
      await this.#read(id, opened);
      this.view = this.#showsWhole
        ? wholeView(this.limits)
        : clampView({ start: 0, secondsPerPixel: scale }, this.limits);
    } catch (error) {
      if (opened === this.#opened) this.data.fail(error);
    }
  }

  /** What plays goes on. */
  close(): void {
    this.#opened += 1;
    this.#forget();
    this.neighbours.forget();
    this.track = null;
    this.fillsWindow = false;
    void this.#api.call('inspect.close', null).catch(() => undefined);
  }

  /** Another scale or colour is drawn at once; other spectra are computed anew. */
  async change(change: Partial<InspectorDisplay>): Promise<void> {
    this.#display.current = { ...this.display, ...change };
    if (!change.spectrum || !this.track) return;
    this.data.forgetSpectra();
    // The process hears the track anew with its new spectra.
    this.listening.forget();
    const opened = ++this.#opened;
    await this.#read(this.track.id, opened).catch((error: unknown) => opened === this.#opened && this.data.fail(error));
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
    const { player } = this.#playback;
    if (player.loop) player.loop = span;
  }

  /**
   * A wheel or a pinch zooms about the pointer; a sideways turn, or one with Shift, scrolls.
   * @param x of the pointer, in pixels
   */
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

  /** The list that the track was chosen from, as playback goes along it: the inspector follows. */
  get playedWalk(): TrackWalk {
    const walk = this.#id === null ? this.walk : walkAt(this.walk, this.#id);
    return {
      ...walk,
      moved: (at, from) => {
        walk.moved?.(at, from);
        const id = walk.idAt(at);
        if (from === this.track?.id && id !== undefined) void this.open(id, { ...walk, at });
      },
    };
  }

  /** Plays or pauses the track, whatever else is in the player. */
  togglePlay(): void {
    this.#playback.toggle(this.playedWalk, this.#id === this.track?.id ? this.seconds : 0);
  }

  /** Goes to a moment of the track; what else plays is not touched. */
  seek(seconds: number): void {
    if (this.isInPlayer) this.#playback.player.seek(seconds);
    else this.#leftAt = Math.min(this.durationSeconds, Math.max(0, seconds));
  }

  /** Remembers where a track was left, if it is the open one. */
  leave(id: TrackId, seconds: number): void {
    if (id === this.track?.id) this.#leftAt = seconds;
  }

  /** Plays the selection again and again, or the track as it is. */
  toggleLoop(): void {
    const { player } = this.#playback;
    const loop = player.loop ? null : this.selection;
    if (loop && !this.isInPlayer) this.togglePlay();
    player.loop = loop;
    if (loop) void player.play();
  }

  /** The finest tile that covers a moment, or null where nothing was read yet. */
  tileAt(seconds: number): SpectrogramTile | null {
    return this.data.tileAt(seconds * this.sampleRate);
  }

  #forget(): void {
    this.data.forget();
    this.cursor = null;
    this.mark = null;
    this.selection = null;
    this.listening.leave();
  }

  async #read(id: TrackId, opened: number): Promise<void> {
    const scan = await this.#api.call('inspect.open', { id, settings: this.display.spectrum });
    // Progress may have come before the answer.
    if (opened === this.#opened && (this.data.scan?.session ?? 0) < scan.session) this.#follow(scan);
  }

  #follow(scan: SpectrumScanState): void {
    if (!this.track) return;
    this.data.scan = scan;
    if (this.#showsWhole) this.view = wholeView(this.limits);
    const fetched = this.data.fetchScanned();
    // The rendering comes first.
    if (scan.phase !== 'scanning') void fetched.then(() => this.#listen(scan.session));
  }

  #listen(session: number): void {
    if (this.data.scan?.session === session && this.listening.state === null) void this.listening.listen();
  }

  #show(view: TimeView): void {
    this.view = view;
    this.#showsWhole = view.secondsPerPixel >= wholeView(this.limits).secondsPerPixel * 0.999;
    this.listening.setVisible({ start: view.start, end: this.endSeconds });
    void this.data.fetchDetail();
  }
}
