import { withoutSubfolders } from '../contract/folder-text.ts';
import type { TrackCount } from '../contract/overview.ts';
import { folderText, parted } from './named-folders.ts';

/** The tracks that lie directly in a folder. */
interface FolderTracks {
  readonly folder: string;
  readonly tracks: number;
}

/**
 * Tracks by the folders that they part into, in each of the library's folders: of tracks that all lie in one folder, those
 * right below it. What lies beside these is the folder without its subfolders.
 * @param folders those of the library, its root first
 */
export function partedFolders(folders: readonly string[], counted: readonly FolderTracks[]): TrackCount[] {
  return folders.flatMap((folder) => {
    const within = counted.filter((each) => parted(each.folder).startsWith(parted(folder)));
    const tracks = within.map((each) => ({ name: folderText(folders, each.folder), tracks: each.tracks }));
    const common = commonFolder(tracks.map(({ name }) => name));
    const isOne = tracks.every(({ name }) => name === common);
    return tracks.map((each) => ({ ...each, name: isOne ? common : below(common, each.name) }));
  });
}

/** The longest folder that all are or lie in. */
function commonFolder(names: readonly string[]): string {
  const [first = '', ...others] = names;
  let common = first;
  for (const other of others)
    while (!other.startsWith(common)) common = common.slice(0, common.lastIndexOf('/', common.length - 2) + 1);
  return common;
}

/** The folder right below one that another is or lies in; of the folder itself, what lies directly in it. */
function below(folder: string, name: string): string {
  return name === folder ? withoutSubfolders(folder) : name.slice(0, name.indexOf('/', folder.length) + 1);
}
