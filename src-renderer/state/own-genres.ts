import { displayGenre, genreKey } from '../../src-main/contract/genre-names.ts';
import { GENRE_TREE } from '../../src-main/contract/genre-tree.ts';
import type { OwnGenre } from '../../src-main/contract/labels.ts';
import { rollUpRareGenres } from '../../src-main/contract/rare-genres.ts';
import { FEWEST_LABELS } from '../../src-main/contract/retrain.ts';
import { placeOf, type GenreColors } from './genre-colors.ts';

/** A genre at its place below its parent. */
export interface GenreNode {
  readonly genre: OwnGenre;
  /** 0 for one that is no kind of another. */
  readonly depth: number;
  /** Labels of its kinds; a track that has several of them counts several times. */
  readonly below: number;
}

/** Every genre after its parent; siblings keep their order. */
export function genreTree(genres: readonly OwnGenre[]): GenreNode[] {
  const names = new Set(genres.map(({ name }) => name));
  const kindsOf = (parent: string | null) =>
    genres.filter((genre) => (genre.parent !== null && names.has(genre.parent) ? genre.parent : null) === parent);
  const nodesOf = (parent: string | null, depth: number): GenreNode[] =>
    kindsOf(parent).flatMap((genre) => {
      const kinds = nodesOf(genre.name, depth + 1);
      return [{ genre, depth, below: kinds.reduce((sum, kind) => sum + kind.genre.tracks, 0) }, ...kinds];
    });
  return nodesOf(null, 0);
}

/** A genre that others can be kinds of. */
export interface ParentChoice {
  readonly name: string;
  /** Whether it follows the family of the tree that it is a style of. */
  readonly isStyle: boolean;
}

/**
 * The genres that one can be a kind of: the user's, apart from itself and those below it, then the families and styles
 * of the tree that are none of the user's.
 */
export function parentChoices(genres: readonly OwnGenre[], name: string): ParentChoice[] {
  const choice = (isStyle: boolean) => (genre: string) => ({ name: displayGenre(genre), isStyle });
  const tree = GENRE_TREE.flatMap((family) => [choice(false)(family.name), ...family.styles.map(choice(true))]);
  const other = tree.filter((each) => genreMeant(genres, each.name) === undefined);
  return [...ownParents(genres, name).map((own) => ({ name: own, isStyle: false })), ...other];
}

function ownParents(genres: readonly OwnGenre[], name: string): string[] {
  const nodes = genreTree(genres);
  const at = nodes.findIndex(({ genre }) => genre.name === name);
  const depth = nodes[at]?.depth ?? 0;
  const end = nodes.findIndex((node, index) => index > at && node.depth <= depth);
  const below = nodes.slice(at, end < 0 ? nodes.length : end).map(({ genre }) => genre.name);
  return at < 0
    ? genres.map((genre) => genre.name)
    : genres.map((genre) => genre.name).filter((other) => !below.includes(other));
}

/** The genre that a name means: its own, or that of which it is another name. */
export function genreMeant(genres: readonly OwnGenre[], name: string): OwnGenre | undefined {
  const key = genreKey(name);
  return (
    genres.find((genre) => genreKey(genre.name) === key) ??
    genres.find(({ aliases }) => aliases.some((alias) => genreKey(alias) === key))
  );
}

/** A genre with the number of tracks that it would be trained on. */
export interface Learnable {
  readonly name: string;
  readonly tracks: number;
}

/** What a training would make of the labels: rare subgenres count as the genre above them, see rollUpRareGenres. */
export function learnable(genres: readonly OwnGenre[]): {
  readonly enough: readonly Learnable[];
  readonly few: readonly Learnable[];
  readonly rolled: readonly (Learnable & { readonly parent: string })[];
} {
  const names = new Map(genres.map(({ name }) => [genreKey(name), name]));
  const counts = new Map(genres.map(({ name, tracks }) => [genreKey(name), tracks]));
  const rolled: (Learnable & { parent: string })[] = [];
  const related = genreTree(genres).flatMap(({ genre }) =>
    genre.parent !== null && counts.has(genreKey(genre.parent)) ? [genre] : [],
  );
  rollUpRareGenres(related, {
    tracksOf: (key) => counts.get(key) ?? 0,
    rollUp({ key, parent, tracks }) {
      rolled.push({ name: names.get(key) ?? key, tracks, parent });
      counts.set(genreKey(parent), (counts.get(genreKey(parent)) ?? 0) + tracks);
      counts.set(key, 0);
    },
  });
  const left = [...counts]
    .map(([key, tracks]) => ({ name: names.get(key) ?? key, tracks }))
    .filter(({ tracks }) => tracks > 0)
    .sort((a, b) => b.tracks - a.tracks);
  return {
    enough: left.filter(({ tracks }) => tracks >= FEWEST_LABELS),
    few: left.filter(({ tracks }) => tracks < FEWEST_LABELS),
    rolled,
  };
}

/** Chosen colours by the key of the genre; what has none has its parent's, chosen or not. */
export function chosenColors(genres: readonly OwnGenre[]): GenreColors {
  const chosen = new Map<string, number>();
  const byDepth: OwnGenre[] = genreTree(genres).map(({ genre }) => genre);
  for (const { name, colour, parent } of byDepth) {
    const own = colour ?? (parent === null ? undefined : (chosen.get(genreKey(parent)) ?? placeOf(parent)));
    if (own !== undefined) chosen.set(genreKey(name), own);
  }
  return chosen;
}
