import { MOST_PREFERRED } from '../../src-main/contract/scan.ts';
import type { TrackId } from '../../src-main/contract/track.ts';

const PAUSE_MS = 400;

/** Tells the scan which tracks the user looks at, so that these come next; some times a second at most. */
export class ScanPreference {
  readonly #send: (ids: Int32Array) => Promise<unknown>;
  #last = '';
  #lookedAt: () => Iterable<TrackId> = () => [];
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(send: (ids: Int32Array) => Promise<unknown>) {
    this.#send = send;
  }

  /** @param lookedAt gives the tracks when the pause is over: those in view first, then those that are selected */
  tell(lookedAt: () => Iterable<TrackId>): void {
    this.#lookedAt = lookedAt;
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.#tellNow(this.#lookedAt());
    }, PAUSE_MS);
  }

  #tellNow(lookedAt: Iterable<TrackId>): void {
    const ids = new Set<TrackId>();
    for (const id of lookedAt) {
      if (ids.size === MOST_PREFERRED) break;
      ids.add(id);
    }
    const key = [...ids].join();
    if (key === this.#last) return;
    this.#last = key;
    // Without it the tracks are analysed all the same.
    void this.#send(Int32Array.from(ids)).catch(() => (this.#last = ''));
  }
}
