import { canonicalGenre } from '../../src-main/contract/canonical-genre.ts';
import { genreKey } from '../../src-main/contract/genre-names.ts';
import type { UserGenre } from './user-genres.ts';

/**
 * For every genre of the user's, the indexes of the bases' genres that it stands for: those of the same name, else of
 * another name of it.
 */
export function originsOf(baseGenres: readonly string[], own: readonly UserGenre[]): number[][] {
  const keys = baseGenres.map(genreKey);
  const meanings = baseGenres.map(canonicalGenre);
  return own.map(({ origins }) => {
    const places = origins.map((origin) => {
      const place = keys.indexOf(genreKey(origin));
      return place >= 0 ? place : meanings.indexOf(canonicalGenre(origin));
    });
    return [...new Set(places)].filter((place) => place >= 0);
  });
}
