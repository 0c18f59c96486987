/** An audio element that plays nothing: it takes what a player tells it, and says what a browser's would. */
export class SilentAudio extends EventTarget {
  currentTime = 0;
  duration = NaN;
  paused = true;
  playbackRate = 1;
  volume = 1;
  preload = '';
  #src = '';

  get src(): string {
    return this.#src;
  }

  set src(src: string) {
    this.#src = src;
    this.duration = NaN;
  }

  play(): Promise<void> {
    this.paused = false;
    this.dispatchEvent(new Event('play'));
    return Promise.resolve();
  }

  pause(): void {
    if (this.paused) return;
    this.paused = true;
    this.dispatchEvent(new Event('pause'));
  }

  load(): void {
    this.duration = NaN;
  }

  hasAttribute(): boolean {
    return this.#src !== '';
  }

  removeAttribute(): void {
    this.#src = '';
  }

  /** Lets the file's length be known. */
  measure(seconds: number): void {
    this.duration = seconds;
    this.dispatchEvent(new Event('durationchange'));
  }

  /** Cannot read the file; it does not count as paused. */
  fail(): void {
    this.dispatchEvent(new Event('error'));
  }

  /** Comes to the end of the file. */
  end(): void {
    this.paused = true;
    this.dispatchEvent(new Event('ended'));
  }
}

/** What a player takes of the browser, by the names of its globals. */
export const SILENT_GLOBALS = {
  Audio: SilentAudio,
  MediaMetadata: Object,
  navigator: { mediaSession: { metadata: null, setActionHandler: () => undefined } },
  requestAnimationFrame: () => 0,
  cancelAnimationFrame: () => undefined,
};
