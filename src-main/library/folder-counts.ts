import { isAbsolute, relative, sep } from 'node:path';
import { z } from 'zod';
import type { FolderCount } from '../contract/library.ts';
import type { LibraryDatabase } from './database.ts';
import { FolderStore } from './folder-store.ts';
import type { SqlCondition } from './word-search.ts';

const folderRow = z.object({ folder: z.string(), tracks: z.number() });

/** Whether a row of `tracks` lies in a folder or below it. @param folder relative to `root`, or a whole path */
export function liesIn(root: string, folder: string): SqlCondition {
  const whole = wholePath(root, folder);
  const below = whole.endsWith(sep) ? whole : whole + sep;
  return ['(folder = ? OR substr(folder, 1, length(?)) = ?)', whole, below, below];
}

/**
 * The folders right below one that have tracks in them or below, by name. Below the library's root stand its other folders
 * too, each by its whole path.
 * @param folder as {@link liesIn} takes it
 */
export function foldersIn(database: LibraryDatabase, root: string, folder: string): FolderCount[] {
  const below = foldersBelow(database, root, folder);
  return folder === '' ? [...below, ...otherFolders(database, root)] : below;
}

/** The library's folders besides its root. */
function otherFolders(database: LibraryDatabase, root: string): FolderCount[] {
  const others = new FolderStore(database).of(root).slice(1);
  return others.map((path) => {
    const name = path.split(sep).join('/');
    const [condition, ...parameters] = liesIn(root, name);
    const sql = `SELECT ? AS folder, count(*) AS tracks FROM tracks WHERE root = ? AND ${condition}`;
    const { tracks } = folderRow.parse(database.prepare(sql).get(path, root, ...parameters));
    return { name, tracks, hasFolders: foldersBelow(database, root, name).length > 0 };
  });
}

function foldersBelow(database: LibraryDatabase, root: string, folder: string): FolderCount[] {
  const [condition, ...parameters] = liesIn(root, folder);
  const sql = `SELECT folder, count(*) AS tracks FROM tracks WHERE root = ? AND ${condition} GROUP BY folder`;
  const rows = z.array(folderRow).parse(database.prepare(sql).all(root, ...parameters));
  const whole = wholePath(root, folder);
  const found = new Map<string, FolderCount>();
  for (const row of rows) {
    const [name = '', ...deeper] = relative(whole, row.folder).split(sep);
    if (name === '') continue;
    const known = found.get(name);
    found.set(name, {
      name,
      tracks: (known?.tracks ?? 0) + row.tracks,
      hasFolders: known?.hasFolders === true || deeper.length > 0,
    });
  }
  return [...found.values()].sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
}

/** Folders of the library are parted by `/` in the page. */
function wholePath(root: string, folder: string): string {
  if (folder === '') return root;
  if (isAbsolute(folder)) return folder.split('/').join(sep);
  const start = root.endsWith(sep) ? root : root + sep;
  return start + folder.split('/').join(sep);
}
