import { genreKey } from '../../src-main/contract/genre-names.ts';

/** How many genres have a number key, and as many again have one with Alt. */
export const KEYED_GENRES = 9;

/** Names whose place is fixed, then the others that nobody labelled yet. */
export function paletteOf(order: readonly string[], others: readonly string[]): readonly string[] {
  const taken = new Set(order.map(genreKey));
  const rest = others.filter((name) => {
    const isNew = !taken.has(genreKey(name));
    taken.add(genreKey(name));
    return isNew;
  });
  return [...order, ...rest];
}

/**
 * Makes room for names that tracks are labelled with. Labelled names stay where they are, and so do others that have a
 * number key, so that no key changes its genre while the user labels; every other name takes the first place without a
 * label.
 */
export function withNames(
  palette: readonly string[],
  names: readonly string[],
  labelled: readonly string[],
): readonly string[] {
  const known = new Set(labelled.map(genreKey));
  return names.reduce((all, name) => {
    const place = all.findIndex((other) => genreKey(other) === genreKey(name));
    const stays = place >= 0 && (place < KEYED_GENRES || known.has(genreKey(name)));
    const next = stays ? all : withName(all, name, known);
    known.add(genreKey(name));
    return next;
  }, palette);
}

/** The name at the first place without a label; those that were without one move on to the next such places. */
function withName(palette: readonly string[], name: string, labelled: ReadonlySet<string>): readonly string[] {
  const isFixed = (other: string) => labelled.has(genreKey(other)) && genreKey(other) !== genreKey(name);
  const movable = [name, ...palette.filter((other) => !isFixed(other) && genreKey(other) !== genreKey(name))];
  const placed = palette.flatMap((other) => (isFixed(other) ? [other] : movable.splice(0, 1)));
  return [...placed, ...movable];
}

/** The names that have a key: nine, and nine more as far as tracks are labelled with them. */
export function keyedNames(palette: readonly string[], labelled: readonly string[]): readonly string[] {
  const known = new Set(labelled.map(genreKey));
  const end = 1 + palette.findLastIndex((name) => known.has(genreKey(name)));
  return palette.slice(0, Math.min(2 * KEYED_GENRES, Math.max(KEYED_GENRES, end)));
}

/** The new name takes the old one's place; where it had one already, that one goes. */
export function withRenamed(palette: readonly string[], from: string, to: string): readonly string[] {
  return palette
    .filter((name) => name === from || genreKey(name) !== genreKey(to))
    .map((name) => (name === from ? to.trim() : name));
}

/** Without names that nothing stands behind any more. */
export function withoutOthers(order: readonly string[], kept: readonly string[]): readonly string[] {
  const keys = kept.map(genreKey);
  return order.filter((name) => keys.includes(genreKey(name)));
}
