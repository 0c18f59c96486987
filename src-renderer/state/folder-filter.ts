import {
  endedFolder,
  isWithoutSubfolders,
  LIBRARY_ROOT,
  withoutSubfolders,
} from '../../src-main/contract/folder-text.ts';
import type { LibraryFilters } from '../../src-main/contract/library.ts';
import { parseSearch, withoutFields } from '../../src-main/contract/parse-search.ts';
import { texts } from '../../src-main/texts/index.ts';
import { baseName } from './format.ts';

/** What of the filters asks for folders. */
type FolderFilters = Pick<LibraryFilters, 'folder' | 'text'>;

/** The folders that filters ask for, as `endedFolder` says: the one that was chosen, then those of the search. */
export function foldersOf({ folder, text }: FolderFilters): readonly string[] {
  const searched = parseSearch(text).terms.flatMap(({ test, isExcluded }) =>
    !isExcluded && test.kind === 'field' && (test.field === 'folder' || test.field === 'path') ? [test.text] : [],
  );
  return folder === null ? searched : [folder, ...searched];
}

/** What filters become that ask for a folder alone, or for none, however they asked for one before. */
export function inFolder({ text }: Pick<LibraryFilters, 'text'>, folder: string | null): FolderFilters {
  return { folder, text: withoutFields(text, ['folder', 'path']) };
}

/**
 * What filters become that ask for a folder of the tracks that they find: what names a folder above gives way, other parts of
 * the search stay.
 */
export function withinFolder(filters: FolderFilters, folder: string, root: string): Partial<FolderFilters> {
  if (asksFor(filters, withoutSubfolders(folder), root)) return {};
  const isBelow = foldersOf(filters).every((each) => folder.startsWith(fromRoot(endedFolder(each), root)));
  return isBelow ? inFolder(filters, folder) : { folder };
}

/** Whether filters ask for a folder, in whichever way they name it. @param root whole path of the library's first folder */
export function asksFor(filters: FolderFilters, folder: string, root: string): boolean {
  return foldersOf(filters).some((each) => fromRoot(endedFolder(each), root) === folder);
}

/** The way of a folder from the library's first one, or its whole path, as it is shown. @param root see {@link asksFor} */
export function folderWay(folder: string, root: string): string {
  const way = fromRoot(isWithoutSubfolders(folder) ? folder.slice(0, -1) : folder, root);
  const shown = way.replace(/^[.*]\//, '').replace(/(?<=.)\/$/, '') || baseName(root);
  return isWithoutSubfolders(folder) ? texts.library.filters.directlyIn({ folder: shown }) : shown;
}

/** The last part of {@link folderWay}. */
export function folderName(folder: string, root: string): string {
  const isAlone = isWithoutSubfolders(folder);
  const way = folderWay(isAlone ? folder.slice(0, -1) : folder, root);
  const name = way.split('/').findLast((part) => part !== '') ?? way;
  return isAlone ? texts.library.filters.directlyIn({ folder: name }) : name;
}

function fromRoot(folder: string, root: string): string {
  // Backslashes part names where the root has them.
  const parted = (path: string) => (root.includes('\\') ? path.replaceAll('\\', '/') : path);
  const [path, above] = [parted(folder), endedFolder(parted(root))];
  return path.startsWith(above) ? LIBRARY_ROOT + path.slice(above.length) : path;
}
