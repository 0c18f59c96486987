import { stat } from 'node:fs/promises';
import { fsPath } from '../files/fs-path.ts';

/** So many files are looked at together. */
const LOOKED_AT_ONCE = 64;

/** An item and its place in the list that it comes from. */
export interface Numbered<Item> {
  readonly item: Item;
  readonly index: number;
}

/**
 * Puts the items together whose paths lead to one file, by hard or symbolic links, in their order: such a file must not
 * be written by two at the same time. A path that leads nowhere stands alone.
 */
export async function groupByFile<Item extends { readonly path: string }>(
  items: readonly Item[],
): Promise<Numbered<Item>[][]> {
  const groups = new Map<string, Numbered<Item>[]>();
  for (let start = 0; start < items.length; start += LOOKED_AT_ONCE) {
    const some = items.slice(start, start + LOOKED_AT_ONCE);
    const keys = await Promise.all(some.map(({ path }, offset) => fileKey(path, start + offset)));
    for (const [offset, item] of some.entries()) {
      const key = keys[offset] as string;
      const numbered = { item, index: start + offset };
      const group = groups.get(key);
      if (group) group.push(numbered);
      else groups.set(key, [numbered]);
    }
  }
  return [...groups.values()];
}

async function fileKey(path: string, index: number): Promise<string> {
  const found = await stat(fsPath(path), { bigint: true }).catch(() => null);
  return found ? `${found.dev}:${found.ino}` : `item ${index}`;
}
