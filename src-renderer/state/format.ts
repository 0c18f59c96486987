import { displayGenre } from '../../src-main/contract/genre-names.ts';

/** The last part of a path with either kind of separator. */
export function baseName(path: string): string {
  return path.split(/[\\/]/).findLast((part) => part !== '') ?? path;
}

/** A list of genres as one text. */
export function genreList(genres: readonly string[]): string {
  return genres.join(', ');
}

/** A model's genre as people write it. */
export const genreName = displayGenre;
