import { canonicalGenre } from '../../src-main/contract/canonical-genre.ts';
import { genreKey } from '../../src-main/contract/genre-names.ts';
import type { GenreRelation } from '../../src-main/contract/labels.ts';
import { rollUpRareGenres } from '../../src-main/contract/rare-genres.ts';
import type { RetrainWarning } from '../../src-main/contract/retrain.ts';

/** Tracks with the names that count, and the names that gave way. */
export interface RolledUp<Track> {
  readonly tracks: readonly Track[];
  readonly warnings: readonly RetrainWarning[];
}

/** Lets rare subgenres count as the genre above them, see rollUpRareGenres. */
export function rollUp<Track extends { readonly names: readonly string[] }>(
  tracks: readonly Track[],
  relations: readonly GenreRelation[],
): RolledUp<Track> {
  const warnings: RetrainWarning[] = [];
  let rolled = tracks;
  const spellingsOf = (key: string) => rolled.flatMap(({ names }) => names.filter((name) => genreKey(name) === key));
  rollUpRareGenres(relations, {
    tracksOf: (key) => spellingsOf(key).length,
    rollUp({ key, parent, tracks: count }) {
      warnings.push({ kind: 'as-parent', genre: spellingsOf(key)[0] ?? '', tracks: count });
      rolled = rolled.map((track) => ({ ...track, names: renamed(track.names, key, parent) }));
    },
  });
  return { tracks: rolled, warnings };
}

function renamed(names: readonly string[], key: string, to: string): string[] {
  return [...new Set(names.map((name) => (genreKey(name) === key ? to : name)))];
}

/** Whether a folder is called as a track's genre, or by another name of it: it is then no album. */
export function isGenreFolder(folder: string, names: readonly string[], relations: readonly GenreRelation[]): boolean {
  const key = genreKey(folder.split(/[\\/]/).at(-1) ?? '');
  const own = names.map(genreKey);
  return (
    own.includes(key) ||
    relations.some(
      ({ name, aliases }) => own.includes(genreKey(name)) && aliases.some((alias) => genreKey(alias) === key),
    )
  );
}

/** The shipped genres that the user's names stand for, by their other names too. */
export function originsByAlias(
  relations: readonly GenreRelation[],
  shipped: readonly string[],
): Record<string, readonly string[]> {
  return Object.fromEntries(relations.map(({ name, aliases }) => [name, shippedNamed([name, ...aliases], shipped)]));
}

/** The shipped genres of the same names; where there are none, those that are called so by other names. */
export function shippedNamed(names: readonly string[], shipped: readonly string[]): string[] {
  const among = (keyOf: (name: string) => string) => {
    const keys = new Set(names.map(keyOf));
    return shipped.filter((genre) => keys.has(keyOf(genre)));
  };
  const same = among(genreKey);
  return same.length > 0 ? same : among(canonicalGenre);
}
