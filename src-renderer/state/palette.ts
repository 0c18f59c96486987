import { genreKey } from '../../src-main/contract/genre-names.ts';

/** Names whose place is fixed, then the model's that nobody labelled yet. */
export function paletteOf(order: readonly string[], modelNames: readonly string[]): readonly string[] {
  const taken = order.map(genreKey);
  return [...order, ...modelNames.filter((name) => !taken.includes(genreKey(name)))];
}

/** Names that are shown already stay where they are, so that keys do; new ones come after the last labelled one. */
export function withNames(
  palette: readonly string[],
  names: readonly string[],
  labelled: readonly string[],
): readonly string[] {
  const keys = palette.map(genreKey);
  const known = labelled.map(genreKey);
  const fresh = names.filter(
    (name, index) =>
      !keys.includes(genreKey(name)) && names.findIndex((other) => genreKey(other) === genreKey(name)) === index,
  );
  const end = 1 + keys.findLastIndex((key) => known.includes(key));
  return [...palette.slice(0, end), ...fresh, ...palette.slice(end)];
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
