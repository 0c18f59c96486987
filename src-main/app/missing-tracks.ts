import { stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { FoundTracks } from '../contract/library.ts';
import type { ScannedFile } from '../contract/scanned-file.ts';
import type { TrackId } from '../contract/track.ts';
import { fsPath } from '../files/fs-path.ts';
import { isInside, isInsideAny } from '../files/is-inside.ts';
import type { MissingTrack } from '../library/missing-store.ts';
import { moveRemovals } from '../library/moved-library.ts';
import { foldersToAdd } from './folders-to-add.ts';
import type { Stores } from './stores.ts';

/** Files that are looked for side by side. */
const AT_ONCE = 16;
/** Tracks that are moved before others have their turn: about ten milliseconds of work. */
const MOVED_AT_ONCE = 50;

type MissingStores = Pick<Stores, 'database' | 'folders' | 'missing'>;

/** A missing track and its file elsewhere. */
interface FoundFile {
  readonly id: TrackId;
  readonly file: ScannedFile;
}

/**
 * Looks for the missing tracks of a library in another folder, by their places within the folder and their sizes: the other one
 * may be the folder itself or any part of it, elsewhere. The library gets the folder of those that it finds outside of its own; where
 * it has no other track or folder, it is from then on the library of the other folder.
 * @param root the library's first folder @param other without links
 * @throws AppError folder-overlaps where found files lie beside the library's first folder; nothing has been changed then
 */
export async function findMissing(stores: MissingStores, root: string, other: string): Promise<FoundTracks> {
  const folders = stores.folders.of(root);
  const missing: MissingTrack[] = [];
  for await (const some of stores.missing.tracks(root)) missing.push(...some);
  const files = await filesOf(missing, folders, other);
  const holders = new Set(files.map(({ file }) => dirname(file.path)));
  const outside = [...holders].filter((holder) => !isInsideAny(folders, holder));
  const added = outside.length > 0 ? foldersToAdd(outside, root) : [];
  const found = await moveAll(stores, root, files);
  const counts = { found, missing: missing.length - found };
  if (found === 0 || added.length === 0) return { ...counts, added: [], opened: null };
  const own = isInside(other, root) ? added[0] : other;
  const isAlone = folders.length === 1 && added.length === 1;
  if (isAlone && own !== undefined && stores.folders.holdsAll(root, own)) {
    await stores.folders.remove(root, own);
    moveRemovals(stores.database, root, own);
    return { ...counts, added: [], opened: own };
  }
  for (const folder of added) stores.folders.add(root, folder);
  return { ...counts, added, opened: null };
}

/** The files of missing tracks that the other folder has, each for one track. */
async function filesOf(
  missing: readonly MissingTrack[],
  folders: readonly string[],
  other: string,
): Promise<FoundFile[]> {
  const queue = missing.values();
  const files = new Map<string, FoundFile>();
  const takeTurns = async () => {
    for (const track of queue) {
      const file = await fileOf(track, folders, other);
      if (file && !files.has(file.path)) files.set(file.path, { id: track.id, file });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, takeTurns));
  return [...files.values()];
}

/** @returns how many were moved: a place may belong to a labelled track */
async function moveAll({ missing }: MissingStores, root: string, files: readonly FoundFile[]): Promise<number> {
  let moved = 0;
  for (const [index, { id, file }] of files.entries()) {
    if (index % MOVED_AT_ONCE === 0) await setImmediate();
    if (missing.moveTo(id, root, file)) moved += 1;
  }
  return moved;
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
