import { genreKey } from '../../src-main/contract/genre-names.ts';
import type { UserGenre } from './user-genres.ts';

/** For every genre of the user's, the indexes of the bases' genres that it stands for. */
export function originsOf(baseGenres: readonly string[], own: readonly UserGenre[]): number[][] {
  return own.map(({ origins }) =>
    origins
      .map((origin) => baseGenres.findIndex((genre) => genreKey(genre) === genreKey(origin)))
      .filter((index) => index >= 0),
  );
}
