import { canonicalGenre, familyOf } from '../../../src-main/contract/canonical-genre.ts';
import { displayGenre, genreKey } from '../../../src-main/contract/genre-names.ts';
import { GENRE_TREE } from '../../../src-main/contract/genre-tree.ts';
import type { OwnGenre } from '../../../src-main/contract/labels.ts';
import { genreTree } from '../../state/own-genres.ts';

/** A genre that can be chosen instead of typed. */
export interface GenreSuggestion {
  readonly name: string;
  /** How deep it lies in its tree, 0 at the top. */
  readonly depth: number;
  /** The genre above it. */
  readonly parent: string | null;
  /** Other names that find it. */
  readonly aliases: readonly string[];
}

/** How well a suggestion fits a typed text; the best first. */
const FITS = { same: 0, begins: 1, wordBegins: 2, contains: 3 } as const;

/**
 * Every genre that can be chosen: the user's own, then the tree's families with their styles, then others, each once.
 * @param others names that neither has, as of other models
 */
export function allSuggestions(own: readonly OwnGenre[], others: readonly string[]): readonly GenreSuggestion[] {
  const ownOnes = genreTree(own).map(({ genre, depth }) => ({
    name: genre.name,
    depth,
    parent: genre.parent,
    aliases: genre.aliases,
  }));
  const ofTree = GENRE_TREE.flatMap(({ name, styles }) => [
    treeSuggestion(name, null),
    ...styles.map((style) => treeSuggestion(style, displayGenre(name))),
  ]);
  const rest = others.map((name) => treeSuggestion(name, null));
  const seen = new Set<string>();
  return [...ownOnes, ...ofTree, ...rest].filter(({ name }) => {
    const isNew = !seen.has(genreKey(name));
    seen.add(genreKey(name));
    return isNew;
  });
}

function treeSuggestion(genre: string, parent: string | null): GenreSuggestion {
  return { name: displayGenre(genre), depth: parent === null ? 0 : 1, parent, aliases: [] };
}

/** The suggestions that fit a text, the best first; all, in their order, where nothing is typed. */
export function fittingSuggestions(all: readonly GenreSuggestion[], text: string): readonly GenreSuggestion[] {
  if (text.trim() === '') return all;
  const ranked = all.flatMap((suggestion) => {
    const rank = fit(suggestion, text);
    return rank === null ? [] : [{ suggestion: { ...suggestion, parent: parentOf(suggestion) }, rank }];
  });
  return ranked.sort((a, b) => a.rank - b.rank).map(({ suggestion }) => suggestion);
}

/** An own genre that is a style of the tree needs no parent of the user's to be told by. */
function parentOf({ name, parent }: GenreSuggestion): string | null {
  const family = familyOf(name);
  return parent ?? (family === null ? null : displayGenre(family));
}

function fit({ name, aliases }: GenreSuggestion, text: string): number | null {
  const key = genreKey(text);
  const names = [name, ...aliases];
  if (canonicalGenre(name) === canonicalGenre(text) || names.some((each) => genreKey(each) === key)) return FITS.same;
  if (names.some((each) => genreKey(each).startsWith(key))) return FITS.begins;
  if (name.split(/[^\p{L}\p{N}]+/u).some((word) => genreKey(word).startsWith(key))) return FITS.wordBegins;
  return names.some((each) => genreKey(each).includes(key)) ? FITS.contains : null;
}
