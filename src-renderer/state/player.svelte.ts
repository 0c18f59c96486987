import type { TrackId } from '../../src-main/contract/track.ts';
import { Remembered } from './remembered.svelte.ts';

/** A segment of a track, in seconds. */
export interface TimeSpan {
  readonly start: number;
  readonly end: number;
}

const RATES = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 4] as const;
const KEY_SECONDS = 5;
const LAST_RATE = RATES.length - 1;

/** Plays one track at a time; the sound comes from the main process, decoded on the fly. */
export class Player {
  readonly media: HTMLAudioElement = new Audio();
  track = $state.raw<TrackId | null>(null);
  isPlaying = $state.raw(false);
  seconds = $state.raw(0);
  /** Of the track; null until it is known. */
  durationSeconds = $state.raw<number | null>(null);
  readonly #volume = new Remembered<number>('volume', 1, isVolume);
  rate = $state.raw(1);
  /** Played again and again while it is set. */
  loop = $state.raw<TimeSpan | null>(null);
  failure = $state.raw(false);

  #frame = 0;

  constructor() {
    const { media } = this;
    media.preload = 'auto';
    media.volume = this.volume;
    media.addEventListener('play', () => this.#follow());
    media.addEventListener('pause', () => (this.isPlaying = false));
    media.addEventListener('ended', () => (this.isPlaying = false));
    media.addEventListener('seeking', () => (this.seconds = media.currentTime));
    media.addEventListener('durationchange', () => (this.durationSeconds = finite(media.duration)));
    media.addEventListener('error', () => this.#fail());
  }

  /** Gets a track ready, or nothing. What is playing stops. */
  load(track: TrackId | null): void {
    cancelAnimationFrame(this.#frame);
    const { media } = this;
    media.pause();
    this.isPlaying = false;
    this.failure = false;
    this.track = track;
    this.seconds = 0;
    this.durationSeconds = null;
    this.loop = null;
    if (track === null) {
      media.removeAttribute('src');
      media.load();
    } else {
      media.src = `/media/${track}`;
      // Where a track was to begin that has not begun would hold for this one.
      media.currentTime = 0;
      media.playbackRate = this.rate;
    }
  }

  /** Tells the system what is playing, and takes its media keys. */
  announce(title: string, artist: string, album: string): void {
    const { mediaSession } = navigator;
    mediaSession.metadata = new MediaMetadata({ title, artist, album });
    mediaSession.setActionHandler('play', () => void this.play());
    mediaSession.setActionHandler('pause', () => this.media.pause());
    mediaSession.setActionHandler('seekbackward', () => this.seek(this.seconds - KEY_SECONDS));
    mediaSession.setActionHandler('seekforward', () => this.seek(this.seconds + KEY_SECONDS));
    mediaSession.setActionHandler('seekto', ({ seekTime }) => seekTime !== undefined && this.seek(seekTime));
  }

  async play(): Promise<void> {
    if (this.track === null) return;
    if (this.failure) this.#loadAgain();
    const { loop } = this;
    if (loop && (this.seconds < loop.start || this.seconds >= loop.end)) this.seek(loop.start);
    // Another track may have been loaded before this one began.
    await this.media.play().catch(() => undefined);
  }

  toggle(): void {
    if (this.isPlaying) this.media.pause();
    else void this.play();
  }

  seek(seconds: number): void {
    const { duration } = this.media;
    const target = Math.max(0, Number.isFinite(duration) ? Math.min(duration, seconds) : seconds);
    this.media.currentTime = target;
    this.seconds = target;
  }

  /** 0 to 1; it outlives the window. */
  get volume(): number {
    return this.#volume.current;
  }

  setVolume(volume: number): void {
    this.#volume.current = volume;
    this.media.volume = volume;
  }

  /** The next quicker or slower rate. */
  stepRate(step: 1 | -1): void {
    const place = RATES.findIndex((rate) => rate >= this.rate);
    this.setRate(RATES[Math.min(LAST_RATE, Math.max(0, (place < 0 ? LAST_RATE : place) + step))] ?? 1);
  }

  setRate(rate: number): void {
    this.rate = rate;
    this.media.playbackRate = rate;
  }

  /** The file may be there again. */
  #loadAgain(): void {
    const { seconds, track } = this;
    this.load(track);
    this.seek(seconds);
  }

  /** Nothing plays, though the browser does not call it paused. */
  #fail(): void {
    this.failure = this.media.hasAttribute('src');
    this.isPlaying = false;
  }

  /** The time event comes four times a second; a line that moves needs every frame. */
  #follow(): void {
    this.isPlaying = true;
    const step = () => {
      if (this.media.paused) return;
      const { loop, media } = this;
      if (loop && media.currentTime >= loop.end) media.currentTime = loop.start;
      this.seconds = media.currentTime;
      this.#frame = requestAnimationFrame(step);
    };
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(step);
  }
}

function finite(seconds: number): number | null {
  return Number.isFinite(seconds) ? seconds : null;
}

function isVolume(stored: unknown): boolean {
  return typeof stored === 'number' && stored >= 0 && stored <= 1;
}

export const PLAYBACK_RATES: readonly number[] = RATES;
