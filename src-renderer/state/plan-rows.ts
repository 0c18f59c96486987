import { SvelteMap } from 'svelte/reactivity';
import type { PlannedChange } from '../../src-main/contract/tags.ts';

/** Rows fetched at once. */
const BLOCK = 200;

/** Gets rows of the plan from the main process. */
export type FetchPlanRows = (from: number, count: number) => Promise<readonly PlannedChange[]>;

/** The rows of one plan by their place in it, fetched in blocks as they come into view. */
export class PlanRows {
  readonly #fetch: FetchPlanRows;
  readonly #rows = new SvelteMap<number, PlannedChange>();
  readonly #asked = new Set<number>();

  constructor(fetch: FetchPlanRows) {
    this.#fetch = fetch;
  }

  get(index: number): PlannedChange | undefined {
    return this.#rows.get(index);
  }

  /** Says which rows are in view, `to` not included. */
  async show(from: number, to: number): Promise<void> {
    const blocks: Promise<void>[] = [];
    for (let block = Math.floor(from / BLOCK); block * BLOCK < to; block++) {
      if (!this.#asked.has(block)) blocks.push(this.#load(block));
    }
    await Promise.all(blocks);
  }

  async #load(block: number): Promise<void> {
    this.#asked.add(block);
    const rows = await this.#fetch(block * BLOCK, BLOCK);
    for (const [offset, row] of rows.entries()) this.#rows.set(block * BLOCK + offset, row);
  }
}
