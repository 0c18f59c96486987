import type { ScanProgress } from '../contract/scan.ts';
import { NO_SCAN } from '../contract/scan.ts';
import type { Emit, Throttled } from './event-bus.ts';
import { throttle } from './event-bus.ts';
import { createScanClock } from './scan-clock.ts';

const PROGRESS_MILLISECONDS = 250;

/** How far a scan is, of which the windows are told a few times a second. */
export class ToldProgress {
  readonly #tell: Throttled;
  #now = NO_SCAN;
  #clock = createScanClock();

  constructor(emit: Emit) {
    this.#tell = throttle(PROGRESS_MILLISECONDS, () => emit('scan.progress', this.#now));
  }

  get now(): ScanProgress {
    return this.#now;
  }

  /** Changes some of it, and tells it soon. */
  update(change: Partial<ScanProgress>): void {
    this.#now = { ...this.#now, ...change };
    this.#tell();
  }

  /** What is counted begins anew, by its own clock, in the same folder. */
  beginPhase(phase: 'reading' | 'analysing', counts: Partial<ScanProgress>): void {
    const { folder, isQuiet } = this.#now;
    this.#clock = createScanClock(counts.done);
    this.update({ ...NO_SCAN, phase, folder, isQuiet, ...counts });
  }

  /** So many more files are done, and so many of them have failed. */
  count(done: number, failed: number): void {
    const counts = { done: this.#now.done + done, failed: this.#now.failed + failed };
    this.update({ ...counts, ...this.#clock.rates(counts.done, this.#now.total) });
  }

  /** The scan is over: told at once. */
  finish(change: Pick<ScanProgress, 'outcome' | 'error'>): void {
    this.update({ phase: 'idle', etaSeconds: null, ...change });
    this.#tell.flush();
  }

  /** No scan runs or has run; nobody is told. */
  clear(): void {
    this.#now = NO_SCAN;
  }
}
