import { z } from 'zod';
import type { TrackGroup } from '../contract/library.ts';
import type { LibraryDatabase } from './database.ts';
import { FolderStore } from './folder-store.ts';
import { topFolderName } from './top-folder.ts';
import type { SqlCondition } from './word-search.ts';

const folderRows = z.array(z.object({ folder: z.string() }));

/** The extension of a row of `tracks`, in lower case, without the dot: what follows the last one. */
export const FILE_FORMAT = `CASE
  WHEN instr(file_name, '.') = 0 THEN ''
  ELSE lower(substr(file_name, 1 + length(rtrim(file_name, replace(file_name, '.', ''))))) END`;

/**
 * Whether a row of `tracks` is of a group; of an agreement, those that can be: the tags are compared afterwards.
 * @param root the tracks' library
 */
export function isOfGroup(database: LibraryDatabase, root: string, { by, value }: TrackGroup): SqlCondition {
  switch (by) {
    case 'folder':
      return ['folder IN (SELECT value FROM json_each(?))', JSON.stringify(foldersBelow(database, root, value))];
    case 'format':
      return [`${FILE_FORMAT} = ?`, value];
    case 'agreement':
      return [`predicted IS NOT NULL AND (genres = '[]') = ?`, value === 'untagged' ? 1 : 0];
    case 'album':
      return ['(folder, album) = (SELECT folder, album FROM tracks WHERE id = ?)', Number(value)];
  }
}

/** All folders whose uppermost one has a name. */
function foldersBelow(database: LibraryDatabase, root: string, name: string): string[] {
  const folders = new FolderStore(database).of(root);
  const rows = folderRows.parse(database.prepare('SELECT DISTINCT folder FROM tracks WHERE root = ?').all(root));
  return rows.map(({ folder }) => folder).filter((folder) => topFolderName(folders, folder) === name);
}
