import { stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import type { FoundTracks } from '../contract/library.ts';
import type { ScannedFile } from '../contract/scanned-file.ts';
import { fsPath } from '../files/fs-path.ts';
import { isInside, isInsideAny } from '../files/is-inside.ts';
import type { MissingStore, MissingTrack } from '../library/missing-store.ts';

/** Files that are looked for side by side. */
const AT_ONCE = 16;

/**
 * Looks for the missing tracks of a library in another folder, by their places within the folder and their sizes: the other one
 * may be the folder itself or any part of it, elsewhere.
 * @param folders those of the library, its root first @returns how many were found, and whether any lies outside the folder
 */
export async function findMissing(
  store: MissingStore,
  [root = '', ...others]: readonly string[],
  other: string,
): Promise<FoundTracks> {
  const folders = [root, ...others];
  const missing: MissingTrack[] = [];
  for await (const some of store.tracks(root)) missing.push(...some);
  const queue = missing.values();
  const newRoot = isInsideAny(folders, other) ? root : other;
  let found = 0;
  const takeTurns = async () => {
    for (const track of queue) {
      const file = await fileOf(track, folders, other);
      if (file && store.moveTo(track.id, newRoot, file)) found += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, takeTurns));
  return { found, missing: missing.length - found, folder: newRoot };
}

/** The file at the longest end of a track's way that the other folder has too. */
async function fileOf(
  { path, size }: MissingTrack,
  folders: readonly string[],
  other: string,
): Promise<ScannedFile | null> {
  const own = folders.find((folder) => isInside(folder, path)) ?? dirname(path);
  const names = relative(own, path).split(sep);
  for (let skipped = 0; skipped < names.length; skipped++) {
    const place = join(other, ...names.slice(skipped));
    const stats = await stat(fsPath(place)).catch(() => null);
    if (stats?.isFile() && stats.size === size && size > 0)
      return { path: place, size, modifiedMilliseconds: Math.floor(stats.mtimeMs) };
  }
  return null;
}
