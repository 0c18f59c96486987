import type { ScanProgress } from '../../../src-main/contract/scan.ts';
import { NO_SCAN } from '../../../src-main/contract/scan.ts';
import type { FakeLibrary } from './fake-library.ts';
import type { HandlersOf } from './handlers.ts';

const STEP_MS = 200;
const STEPS = 100;
const TRACKS_PER_SECOND = 38.4;

/** A scan of a made-up library, which goes on by itself. */
export class FakeScan {
  progress = NO_SCAN;
  readonly #library: FakeLibrary;
  readonly #tell: (progress: ScanProgress) => void;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(library: FakeLibrary, tell: (progress: ScanProgress) => void) {
    this.#library = library;
    this.#tell = tell;
  }

  handlers(folder: string): HandlersOf<'scan'> {
    return {
      'scan.start': () => {
        this.start(
          folder,
          this.#library.tracks.findIndex((track) => track.status === 'waiting'),
        );
        return null;
      },
      'scan.prefer': () => null,
      'scan.cancel': () => {
        this.#end('cancelled');
        return null;
      },
    };
  }

  /** Analyses all tracks from a number on; none where that is negative. */
  start(folder: string, from: number): void {
    if (from < 0) return;
    clearInterval(this.#timer);
    this.#library.resetFrom(from);
    const total = this.#library.tracks.length;
    const etaSeconds = Math.round((total - from) / TRACKS_PER_SECOND);
    this.progress = {
      ...NO_SCAN,
      phase: 'analysing',
      folder,
      done: from,
      total,
      tracksPerSecond: TRACKS_PER_SECOND,
      etaSeconds,
    };
    this.#timer = setInterval(() => this.#step(), STEP_MS);
  }

  #step(): void {
    const { total, done: before } = this.progress;
    const done = Math.min(total, before + Math.max(1, Math.ceil(total / STEPS)));
    for (let id = before; id < done; id++) this.#library.analyse(id);
    const failed = this.#library.tracks.slice(0, done).filter((track) => track.status === 'failed').length;
    const etaSeconds = Math.round((total - done) / TRACKS_PER_SECOND);
    this.progress = { ...this.progress, done, failed, etaSeconds };
    if (done >= total) return this.#end('finished');
    this.#tell(this.progress);
  }

  #end(outcome: 'finished' | 'cancelled'): void {
    clearInterval(this.#timer);
    this.progress = { ...this.progress, phase: 'idle', outcome, etaSeconds: null };
    this.#tell(this.progress);
  }
}
