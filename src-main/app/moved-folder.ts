import { stat } from 'node:fs/promises';
import { AppError } from '../contract/app-error.ts';
import { fsPath } from '../files/fs-path.ts';
import type { MovedFolder } from '../library/moved-library.ts';
import { knownPaths, moveFolder, movedPath } from '../library/moved-library.ts';
import { overlaps } from './open-folder.ts';
import type { Stores } from './stores.ts';

/** Of so many known files one at least must be in the other folder. */
const LOOKED_FOR = 1_000;

/**
 * A folder of a library was renamed or moved: its tracks keep analysis, labels and dates at their new places.
 * @param moved its new path is without links
 * @throws AppError folder-overlaps where that is another folder of the library; folder-of-others where none of the first files
 * is at its place in it
 */
export async function followFolder(stores: Stores, moved: MovedFolder): Promise<void> {
  const { root, from, to } = moved;
  const others = stores.folders.of(root).filter((folder) => folder !== from);
  if (others.some((other) => overlaps(to, other))) throw new AppError('folder-overlaps', to);
  if (!(await holdsTracks(stores, moved))) throw new AppError('folder-of-others', to);
  await moveFolder(stores.database, moved);
}

/** Whether any file lies where it would; a library without files is at home in any folder. */
async function holdsTracks({ database }: Stores, { root, from, to }: MovedFolder): Promise<boolean> {
  const own = knownPaths(database, root, from, LOOKED_FOR);
  for (const path of own) if (await isFile(movedPath(path, from, to))) return true;
  return own.length === 0;
}

function isFile(path: string): Promise<boolean> {
  return stat(fsPath(path)).then(
    (stats) => stats.isFile(),
    () => false,
  );
}
