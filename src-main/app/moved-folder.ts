import { stat } from 'node:fs/promises';
import { AppError } from '../contract/app-error.ts';
import { fsPath } from '../files/fs-path.ts';
import { isInside } from '../files/is-inside.ts';
import { knownPaths, moveLibrary, movedPath } from '../library/moved-library.ts';
import { overlaps } from './open-folder.ts';
import type { Stores } from './stores.ts';

/** Of so many known files one at least must be in the other folder. */
const LOOKED_FOR = 1_000;

/**
 * The first folder of a library was renamed or moved: its tracks keep analysis, labels and dates at their new places.
 * @param from the path that it had @param to the one that it has now, without links
 * @throws AppError folder-overlaps where that is another folder of the library; folder-of-others where none of the first files
 * is at its place in it
 */
export async function followFolder(stores: Stores, from: string, to: string): Promise<void> {
  const others = stores.folders.of(from).slice(1);
  if (others.some((other) => overlaps(to, other))) throw new AppError('folder-overlaps', to);
  if (!(await holdsTracks(stores, from, to))) throw new AppError('folder-of-others', to);
  await moveLibrary(stores.database, from, to);
}

/** Whether any file lies where it would; a library without files is at home in any folder. */
async function holdsTracks({ database }: Stores, from: string, to: string): Promise<boolean> {
  const known = knownPaths(database, from, LOOKED_FOR);
  const own = known.filter((path) => isInside(from, path));
  for (const path of own) if (await isFile(movedPath(path, from, to))) return true;
  return known.length === 0;
}

function isFile(path: string): Promise<boolean> {
  return stat(fsPath(path)).then(
    (stats) => stats.isFile(),
    () => false,
  );
}
