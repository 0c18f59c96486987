import { isSameGenre } from '../../src-main/contract/genre-meaning.ts';
import type { OwnGenre } from '../../src-main/contract/labels.ts';
import { genreMeant } from './own-genres.ts';

/** Names that genres are known by. */
export interface KnownGenres {
  readonly own: readonly OwnGenre[];
  /** Names of others, as people write them. */
  readonly others: readonly string[];
}

/** The genres of a typed text, separated by semicolons, each once and spelled as it is known. */
export function typedGenres(text: string, { own, others }: KnownGenres): readonly string[] {
  const spelled = text
    .split(/[;|]/)
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .map((name) => genreMeant(own, name)?.name ?? others.find((known) => isSameGenre(known, name)) ?? name);
  return distinctGenres(spelled);
}

/** The first of every genre that is named twice or more. */
export function distinctGenres(genres: readonly string[]): readonly string[] {
  return genres.filter((name, index) => genres.findIndex((other) => isSameGenre(other, name)) === index);
}
