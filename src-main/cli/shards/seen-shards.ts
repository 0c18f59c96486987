import type { Shard } from './shard.ts';
import { shardOf } from './shard.ts';

/** How complete the shards of one division of a folder are. */
export interface ShardsReport {
  /** Into how many shards the folder was divided. */
  readonly count: number;
  /** Shards of which there are no results. */
  readonly notSeen: readonly number[];
  /** Shards of which there are results, but not of all files. */
  readonly incomplete: readonly number[];
}

/** Which shards there are results of, for each number into which the folder was divided. */
export class SeenShards {
  readonly #byCount = new Map<number, { readonly seen: Set<number>; readonly lacking: Set<number> }>();

  see({ index, count }: Shard): void {
    const division = this.#byCount.get(count) ?? { seen: new Set(), lacking: new Set() };
    division.seen.add(index);
    this.#byCount.set(count, division);
  }

  /** No shard gave the file. @param path relative to the folder, see {@link shardOf} */
  lack(path: string): void {
    for (const [count, { lacking }] of this.#byCount) lacking.add(shardOf(path, count));
  }

  report(): ShardsReport[] {
    return [...this.#byCount].map(([count, { seen, lacking }]) => {
      const all = Array.from({ length: count }, (_, index) => index + 1);
      return {
        count,
        notSeen: all.filter((index) => !seen.has(index)),
        incomplete: all.filter((index) => seen.has(index) && lacking.has(index)),
      };
    });
  }
}

/** `2,5-7`, as job arrays take numbers. @param numbers whole ones in ascending order */
export function numberRanges(numbers: readonly number[]): string {
  const ranges: { first: number; last: number }[] = [];
  for (const number of numbers) {
    const range = ranges.at(-1);
    if (range && range.last === number - 1) range.last = number;
    else ranges.push({ first: number, last: number });
  }
  return ranges.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`)).join(',');
}
