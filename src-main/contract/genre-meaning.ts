import { genreKey } from './genre-names.ts';
import type { GenreRelation } from './labels.ts';

/** Whether two names mean the same genre, whatever their case and punctuation. */
export function isSameGenre(a: string, b: string): boolean {
  return genreKey(a) === genreKey(b);
}

/** Whether a prediction contradicts a file's tags; a file without a genre has nothing to contradict. */
export function disagreesWithTags(predicted: string, tags: readonly string[]): boolean {
  return tags.length > 0 && !tags.some((genre) => isSameGenre(genre, predicted));
}

/**
 * Whether one of some names is what a track is labelled: the label itself, another name of it, or a genre above it,
 * since what is too rare to be learned is learned as that.
 */
export function isLabelled(
  names: readonly string[],
  labels: readonly string[],
  relations: readonly GenreRelation[],
): boolean {
  const said = new Set(names.map(genreKey));
  const byKey = new Map(relations.map((genre) => [genreKey(genre.name), genre]));
  return labels.some((label) => {
    const seen = new Set<string>();
    for (let key: string | null = genreKey(label); key !== null && !seen.has(key);) {
      seen.add(key);
      const genre = byKey.get(key);
      if (said.has(key) || genre?.aliases.some((alias) => said.has(genreKey(alias)))) return true;
      key = genre?.parent == null ? null : genreKey(genre.parent);
    }
    return false;
  });
}
