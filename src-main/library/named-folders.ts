import { basename, sep } from 'node:path';
import { ANY_MUSIC_FOLDER, endedFolder, isWithoutSubfolders, LIBRARY_ROOT } from '../contract/folder-text.ts';
import type { LibraryDatabase } from './database.ts';
import { distinctNames } from './distinct-names.ts';
import { FolderStore } from './folder-store.ts';
import { foldersWith } from './names-with-letters.ts';

/**
 * The folders of a library with tracks that a text stands for, see {@link endedFolder}: those that it names and all below; of a
 * text that names none, all whose path contains it.
 */
export function foldersNamed(database: LibraryDatabase, root: string, text: string): string[] {
  const wanted = pathsNamed(new FolderStore(database).of(root), text);
  const fits = (path: string) =>
    wanted.some((each) => (each.isAlone ? path === each.path : path.startsWith(each.path)));
  const all = wanted.length === 0 ? [] : distinctNames(database, root, 'folder');
  const named = all.flatMap(({ text: folder }) => (fits(parted(folder)) ? [folder] : []));
  return named.length > 0 || isWithoutSubfolders(text) ? named : foldersWith(database, root, text);
}

/** The text that stands for a folder of a library. @param folders those of the library, its root first */
export function folderText([root = '', ...others]: readonly string[], folder: string): string {
  const path = parted(folder);
  const isOther = others.some((other) => path.startsWith(parted(other)));
  return isOther ? path : LIBRARY_ROOT + path.slice(parted(root).length);
}

/** A whole path with `/` between names and at the end, whatever the system writes. */
export function parted(folder: string): string {
  return endedFolder(folder.split(sep).join('/'));
}

/** What a folder's whole path is or begins with. */
interface WantedPath {
  readonly path: string;
  readonly isAlone: boolean;
}

function pathsNamed(folders: readonly string[], text: string): WantedPath[] {
  const isAlone = isWithoutSubfolders(text);
  const path = isAlone ? text.slice(0, -1) : parted(text);
  const all = folders.map(parted);
  if (text.startsWith(LIBRARY_ROOT)) return [{ path: `${all[0]}${path.slice(LIBRARY_ROOT.length)}`, isAlone }];
  if (text.startsWith(ANY_MUSIC_FOLDER)) return inAny(all, path.slice(ANY_MUSIC_FOLDER.length));
  return all.some((each) => path.startsWith(each)) ? [{ path, isAlone }] : [];
}

/** A folder of a name in each of some; those that are named so themselves, without their subfolders. */
function inAny(folders: readonly string[], name: string): WantedPath[] {
  const own = folders.filter((each) => `${basename(each)}/` === name);
  return [
    ...folders.map((each) => ({ path: each + name, isAlone: false })),
    ...own.map((path) => ({ path, isAlone: true })),
  ];
}
