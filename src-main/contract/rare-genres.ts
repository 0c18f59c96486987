import { genreKey } from './genre-names.ts';
import type { GenreRelation } from './labels.ts';
import { FEWEST_LABELS } from './retrain.ts';

/** A subgenre that has too few tracks to be learned. */
export interface RareGenre {
  /** See genreKey. */
  readonly key: string;
  /** The genre above it, as it is written. */
  readonly parent: string;
  /** Its own, and those of subgenres that were rolled up into it. */
  readonly tracks: number;
}

/** Labels in which rare genres give way. */
export interface LabelCounts {
  /** Tracks that count as a genre now. */
  tracksOf(key: string): number;
  /** From here on the tracks of a rare genre count as its parent. */
  rollUp(rare: RareGenre): void;
}

/**
 * Lets subgenres with fewer than FEWEST_LABELS tracks count as the genre above them, the lowest ones first, so that
 * what they bring can make the genre above learnable; those of one depth in the order in which they are given.
 */
export function rollUpRareGenres(
  relations: readonly Pick<GenreRelation, 'name' | 'parent'>[],
  labels: LabelCounts,
): void {
  const parents = new Map(
    relations.flatMap(({ name, parent }) => (parent === null ? [] : [[genreKey(name), parent] as const])),
  );
  const depths = new Map([...parents.keys()].map((key) => [key, depthOf(key, parents)]));
  const lowestFirst = [...parents].sort(([a], [b]) => (depths.get(b) ?? 0) - (depths.get(a) ?? 0));
  for (const [key, parent] of lowestFirst) {
    const tracks = labels.tracksOf(key);
    if (tracks > 0 && tracks < FEWEST_LABELS) labels.rollUp({ key, parent, tracks });
  }
}

/** Genres from one up to the highest above it, itself included; those of a circle once each. */
function depthOf(key: string, parents: ReadonlyMap<string, string>): number {
  const seen = new Set<string>();
  for (let next: string | undefined = key; next !== undefined && !seen.has(next);) {
    seen.add(next);
    const parent = parents.get(next);
    next = parent === undefined ? undefined : genreKey(parent);
  }
  return seen.size;
}
