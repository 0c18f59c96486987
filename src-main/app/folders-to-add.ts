import { dirname, relative, sep } from 'node:path';
import { AppError } from '../contract/app-error.ts';
import { isInside } from '../files/is-inside.ts';

/**
 * The smallest folders that hold some others and can belong to a library: one as a rule, several where one would hold the library's
 * first folder.
 * @param holders folders with music, at least one; all below one folder, and none in the library's first one
 * @param root the library's first folder
 * @throws AppError folder-overlaps where one of them holds that folder
 */
export function foldersToAdd(holders: readonly string[], root: string): readonly string[] {
  const common = holders.reduce(commonFolder);
  if (!isInside(common, root)) return [common];
  if (holders.includes(common)) throw new AppError('folder-overlaps', common);
  const parts = new Map<string, string[]>();
  for (const holder of holders) {
    const [name = ''] = relative(common, holder).split(sep);
    const part = parts.get(name);
    if (part) part.push(holder);
    else parts.set(name, [holder]);
  }
  return [...parts.values()].flatMap((part) => foldersToAdd(part, root));
}

function commonFolder(one: string, other: string): string {
  return isInside(one, other) ? one : commonFolder(dirname(one), other);
}
