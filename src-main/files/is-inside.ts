import { isAbsolute, relative, sep } from 'node:path';

/**
 * Whether a path is a folder or lies in it; both absolute and without links. On another drive, Windows gives no way from
 * one to the other.
 */
export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** Whether a path is one of some folders or lies in one, see {@link isInside}. */
export function isInsideAny(folders: readonly string[], path: string): boolean {
  return folders.some((folder) => isInside(folder, path));
}
