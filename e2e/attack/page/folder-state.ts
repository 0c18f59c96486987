import { createHash } from 'node:crypto';
import { readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Long ago, so that every read changes it where the file system notes reads at all. */
const LONG_AGO = new Date('2001-01-01T00:00:00Z');

/** A folder's files by their paths in it, with hashes of what they hold. @param leftOut beginnings of paths */
export async function contentsOf(
  folder: string,
  leftOut: readonly string[] = [],
): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const own = paths
    .map((path) => path.slice(folder.length + 1))
    .filter((path) => !leftOut.some((start) => path.startsWith(start)))
    .sort();
  const hash = async (path: string): Promise<string> =>
    createHash('sha256')
      .update(await readFile(join(folder, path)))
      .digest('hex');
  return new Map(await Promise.all(own.map(async (path) => [path, await hash(path)] as const)));
}

/** What differs between two states of a folder, in words. */
export function differences(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((path) => before.get(path) !== after.get(path))
    .map((path) => `${before.has(path) ? (after.has(path) ? 'changed' : 'gone') : 'new'}: ${path}`);
}

/** Makes files look as if nobody had read them for long. */
export async function markUnread(paths: readonly string[]): Promise<void> {
  for (const path of paths) await utimes(path, LONG_AGO, LONG_AGO);
}

/** Those of some marked files that were read since. */
export async function readSince(paths: readonly string[]): Promise<string[]> {
  const states = await Promise.all(paths.map(async (path) => ({ path, atime: (await stat(path)).atime })));
  return states.filter(({ atime }) => atime.getTime() !== LONG_AGO.getTime()).map(({ path }) => path);
}

/** Whether the file system of a folder notes that a file is read. */
export async function notesReads(folder: string): Promise<boolean> {
  const probe = join(folder, 'probe');
  await writeFile(probe, 'x');
  await markUnread([probe]);
  await readFile(probe);
  return (await readSince([probe])).length > 0;
}
