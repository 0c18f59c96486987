import type { TagGenres } from '../formats/tag-format.ts';
import type { TextChanges } from '../formats/tag-texts.ts';
import type { FurtherField } from '../contract/values.ts';

/**
 * Compares further fields of a file's tags: those that were to change have their new texts in every tag that has room for
 * them. What else a tag holds is compared byte for byte elsewhere.
 * @returns what is wrong; null where nothing is
 */
export function findWrongText(
  before: readonly TagGenres[],
  after: readonly TagGenres[],
  changes: TextChanges,
): string | null {
  const left = [...before];
  for (const { tag, texts } of after) {
    if (!texts) continue;
    const place = left.findIndex((old) => old.tag === tag);
    const [old] = place < 0 ? [] : left.splice(place, 1);
    for (const [field, change] of Object.entries(changes) as [FurtherField, TextChanges[FurtherField]][]) {
      const now = texts[field] ?? [];
      // A new tag may repeat what an old one says: writing again must change nothing.
      const expected = old ? change?.(old.texts?.[field] ?? []) : change?.(now);
      if (expected && !isEqual(expected, now)) return `The field “${field}” reads “${now.join('; ')}” in ${tag}.`;
    }
  }
  return null;
}

function isEqual(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, index) => text === b[index]);
}
