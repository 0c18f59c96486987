import { displayGenre } from '../contract/genre-names.ts';

/** The user's names for genres: another name, several onto one, or null for none. */
export type GenreMap = Readonly<Record<string, string | null>>;

/** A name that could be written, and what stands behind it. */
export interface RankedName {
  /** Null: the user does not want this genre to be written. */
  readonly name: string | null;
  /** The model's genres of this name, the likeliest first. */
  readonly genres: readonly string[];
  /** Their sum. */
  readonly probability: number;
}

/** The name that is written for a model's genre or style; null if it is not to be written. */
export function genreName(genre: string, map: GenreMap): string | null {
  const mapped = Object.hasOwn(map, genre) ? map[genre] : undefined;
  return mapped === undefined ? displayGenre(genre) : mapped;
}

/**
 * Names of a model's genres, the likeliest first. Probabilities of genres that the user calls by one name add up; those
 * of genres that are not to be written do not, since nothing says that they are one.
 */
export function rankNames(
  { genres, probabilities }: { readonly genres: readonly string[]; readonly probabilities: readonly number[] },
  map: GenreMap,
): RankedName[] {
  const named = new Map<string, RankedName>();
  const dropped: RankedName[] = [];
  const shares = genres.map((genre, index) => ({ genre, share: probabilities[index] ?? 0 }));
  for (const { genre, share } of shares.sort((a, b) => b.share - a.share)) {
    const name = genreName(genre, map);
    const before = name === null ? undefined : named.get(name);
    const ranked = {
      name,
      genres: [...(before?.genres ?? []), genre],
      probability: (before?.probability ?? 0) + share,
    };
    if (name === null) dropped.push(ranked);
    else named.set(name, ranked);
  }
  // Of two that are equally likely, the one that can be written comes first.
  return [...named.values(), ...dropped].sort((a, b) => b.probability - a.probability);
}
