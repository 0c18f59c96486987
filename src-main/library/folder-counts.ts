import { z } from 'zod';
import { LIBRARY_ROOT, withoutSubfolders } from '../contract/folder-text.ts';
import type { FolderCount } from '../contract/library.ts';
import type { LibraryDatabase } from './database.ts';
import { FolderStore } from './folder-store.ts';
import { folderText, parted } from './named-folders.ts';

const folderRows = z.array(z.object({ folder: z.string(), tracks: z.number() }));

const COUNTS = `
  SELECT folder, count(*) AS tracks FROM tracks INDEXED BY tracks_by_folder WHERE root = ? GROUP BY folder`;

/**
 * The folders right below one that have tracks in them or below, by name; where there are any, also its own tracks. Below the
 * library's first folder stand its other folders too.
 * @param folder as `endedFolder` says
 */
export function foldersIn(database: LibraryDatabase, root: string, folder: string): FolderCount[] {
  const folders = new FolderStore(database).of(root);
  const others = folder === LIBRARY_ROOT ? folders.slice(1).map(parted) : [];
  const found = new Map(others.map((other) => [other, { folder: other, tracks: 0, hasFolders: false }]));
  let own = 0;
  for (const row of folderRows.parse(database.prepare(COUNTS).all(root))) {
    const path = folderText(folders, row.folder);
    if (path === folder) own = row.tracks;
    const below = others.find((other) => path.startsWith(other)) ?? childOf(folder, path);
    if (below === null) continue;
    const known = found.get(below);
    found.set(below, {
      folder: below,
      tracks: (known?.tracks ?? 0) + row.tracks,
      hasFolders: known?.hasFolders === true || path !== below,
    });
  }
  const below = [...found.values()].filter((each) => !others.includes(each.folder)).sort(byName);
  const direct = { folder: withoutSubfolders(folder), tracks: own, hasFolders: false };
  return [
    ...below,
    ...(own > 0 && found.size > 0 ? [direct] : []),
    ...others.flatMap((other) => found.get(other) ?? []),
  ];
}

/** The folder right below one that another folder is or lies in; null where it does not lie there. */
function childOf(folder: string, path: string): string | null {
  return path.startsWith(folder) && path !== folder ? path.slice(0, path.indexOf('/', folder.length) + 1) : null;
}

function byName(a: FolderCount, b: FolderCount): number {
  return a.folder.localeCompare(b.folder, 'en', { numeric: true });
}
