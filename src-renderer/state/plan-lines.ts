import { SvelteMap } from 'svelte/reactivity';
import type { PlanLine } from '../../src-main/contract/plan-view.ts';

/** Lines fetched at once: two windows of them. Taking more takes the page longer than drawing what is in view. */
const BLOCK = 50;

/** Gets lines of a plan's view from the main process. */
export type FetchPlanLines = (from: number, count: number) => Promise<readonly PlanLine[]>;

/** The lines of one view by their place in it, fetched in blocks as they come into view. */
export class PlanLines {
  readonly #fetch: FetchPlanLines;
  readonly #lines = new SvelteMap<number, PlanLine>();
  readonly #asked = new Set<number>();
  #shown = { from: 0, to: 0 };

  constructor(fetch: FetchPlanLines) {
    this.#fetch = fetch;
  }

  get(index: number): PlanLine | undefined {
    return this.#lines.get(index);
  }

  /** Says which lines are in view, `to` not included. */
  async show(from: number, to: number): Promise<void> {
    this.#shown = { from, to };
    const blocks: Promise<void>[] = [];
    for (let block = Math.floor(from / BLOCK); block * BLOCK < to; block++) {
      if (!this.#asked.has(block)) blocks.push(this.#load(block));
    }
    await Promise.all(blocks);
  }

  /** Fetches again what is in view, and later what comes into view: something was left out or taken in. */
  async refresh(): Promise<void> {
    this.#asked.clear();
    await this.show(this.#shown.from, this.#shown.to);
  }

  async #load(block: number): Promise<void> {
    this.#asked.add(block);
    const lines = await this.#fetch(block * BLOCK, BLOCK);
    for (const [offset, line] of lines.entries()) this.#lines.set(block * BLOCK + offset, line);
  }
}
