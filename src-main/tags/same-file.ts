import { stat } from 'node:fs/promises';
import { fsPath } from '../files/fs-path.ts';
import { lookAtAll } from './look-at-all.ts';

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
  const keys = await lookAtAll(items, ({ path }, index) => fileKey(path, index));
  for (const [index, item] of items.entries()) {
    const key = keys[index] as string;
    const group = groups.get(key);
    if (group) group.push({ item, index });
    else groups.set(key, [{ item, index }]);
  }
  return [...groups.values()];
}

async function fileKey(path: string, index: number): Promise<string> {
  const found = await stat(fsPath(path), { bigint: true }).catch(() => null);
  return found ? `${found.dev}:${found.ino}` : `item ${index}`;
}
