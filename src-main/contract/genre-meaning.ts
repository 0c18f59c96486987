import { canonicalGenre, familyOf } from './canonical-genre.ts';
import { genreKey } from './genre-names.ts';
import type { GenreRelation } from './labels.ts';

/** Whether two names are one genre of the user's, whatever their case and punctuation. Other names of it are not. */
export function isSameGenre(a: string, b: string): boolean {
  return genreKey(a) === genreKey(b);
}

/**
 * Whether a prediction contradicts a file's tags; a file without a genre has nothing to contradict. A style of the
 * predicted family is no contradiction, and neither is the family of a predicted style.
 */
export function disagreesWithTags(predicted: string, tags: readonly string[]): boolean {
  const said = canonicalGenre(predicted);
  const above = familyOf(said);
  return tags.length > 0 && !tags.some((tag) => [said, above].includes(canonicalGenre(tag)) || familyOf(tag) === said);
}

/**
 * Whether one of some names is what a track is labelled: the label itself, another name of it, or a genre above it
 * that the user or else the tree of genres puts there, since what is too rare to be learned is learned as that. Genres
 * that the user tells apart stay apart, whatever other people mean by their names.
 */
export function isLabelled(
  names: readonly string[],
  labels: readonly string[],
  relations: readonly GenreRelation[],
): boolean {
  const byKey = new Map(relations.map((genre) => [genreKey(genre.name), genre]));
  const said = new Set(names.map(genreKey));
  const saidElsewhere = new Set(names.filter((name) => !byKey.has(genreKey(name))).map(canonicalGenre));
  const isSaid = (name: string) => said.has(genreKey(name)) || saidElsewhere.has(canonicalGenre(name));
  return labels.some((label) => {
    const seen = new Set<string>();
    for (let key: string | null = genreKey(label); key !== null && !seen.has(key);) {
      seen.add(key);
      const genre = byKey.get(key);
      if (isSaid(key) || genre?.aliases.some(isSaid)) return true;
      const above: string | null = genre?.parent ?? familyOf(key);
      key = above === null ? null : genreKey(above);
    }
    return false;
  });
}
