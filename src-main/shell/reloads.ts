/** Within this time, so many crashes of the page are too many. */
const WITHIN_MILLISECONDS = 60_000;
const MOST = 3;

/** Whether a page that crashed may be loaded again: one that crashes each time would do so without end. */
export class Reloads {
  #last: number[] = [];

  /** Counts a crash. @param now in milliseconds */
  mayReload(now: number): boolean {
    this.#last = [...this.#last.filter((time) => now - time < WITHIN_MILLISECONDS), now];
    return this.#last.length < MOST;
  }
}
