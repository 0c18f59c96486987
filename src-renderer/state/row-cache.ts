import { SvelteMap } from 'svelte/reactivity';
import type { TrackId, TrackRow } from '../../src-main/contract/track.ts';

/** Gets rows from the main process. */
export type FetchRows<Row> = (ids: Int32Array) => Promise<readonly Row[]>;

/**
 * Rows of the table, or of the albums, by id, fetched as they come into view. One request runs at a time: while it runs, scrolling only
 * replaces what is wanted next, so that a fast scroll does not queue hundreds of requests.
 */
export class RowCache<Row extends { readonly id: TrackId } = TrackRow> {
  readonly #fetch: FetchRows<Row>;
  readonly #limit: number;
  readonly #rows = new SvelteMap<TrackId, Row>();
  readonly #fresh = new Set<TrackId>();
  #expiries = 0;
  #wanted: Int32Array = new Int32Array();
  #running: Promise<void> | null = null;

  constructor(fetch: FetchRows<Row>, limit = 3000) {
    this.#fetch = fetch;
    this.#limit = limit;
  }

  /** The row if it was fetched; reading it in a component follows its changes. */
  get(id: TrackId): Row | undefined {
    return this.#rows.get(id);
  }

  /** Says which rows are in view now. The promise ends when they are there. */
  want(ids: Int32Array): Promise<void> {
    this.#wanted = ids;
    if (this.#running === null && this.#missing().length > 0) this.#running = this.#run();
    return this.#running ?? Promise.resolve();
  }

  /** Rows may have changed: the old ones stay to look at until they are fetched again. */
  expire(): void {
    this.#expiries++;
    this.#fresh.clear();
  }

  /** Another library was opened. */
  clear(): void {
    this.expire();
    this.#rows.clear();
  }

  async #run(): Promise<void> {
    try {
      for (let missing = this.#missing(); missing.length > 0; missing = this.#missing()) {
        const expiries = this.#expiries;
        for (const row of await this.#fetch(missing)) this.#rows.set(row.id, row);
        // What expired while it was under way is old already and is asked for again.
        if (expiries === this.#expiries) for (const id of missing) this.#fresh.add(id);
        this.#evict();
      }
    } finally {
      // At once: what is wanted a moment later needs a run of its own.
      this.#running = null;
    }
  }

  #missing(): Int32Array {
    return this.#wanted.filter((id) => !this.#fresh.has(id));
  }

  #evict(): void {
    if (this.#rows.size <= this.#limit) return;
    const kept = new Set(this.#wanted);
    for (const id of this.#rows.keys()) {
      if (this.#rows.size <= this.#limit) return;
      if (kept.has(id)) continue;
      this.#rows.delete(id);
      this.#fresh.delete(id);
    }
  }
}
