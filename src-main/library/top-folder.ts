import { basename, relative, sep } from 'node:path';
import { isInside } from '../files/is-inside.ts';

/**
 * The name of the uppermost folder below a library's folder that another folder is or lies in; of a library's folder, its
 * own.
 * @param folders of the library
 */
export function topFolderName(folders: readonly string[], folder: string): string {
  const above = folders.find((each) => isInside(each, folder)) ?? folder;
  const [first = ''] = relative(above, folder).split(sep);
  return first === '' ? basename(above) : first;
}
