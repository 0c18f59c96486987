import { relative, sep } from 'node:path';

/** The path of a file below a folder, with `/` between names on every system. */
export function relativePath(folder: string, path: string): string {
  return relative(folder, path).split(sep).join('/');
}

/** The file that a {@link relativePath} names. Nothing in it is resolved: `..` leads nowhere. */
export function pathBelow(folder: string, path: string): string {
  return `${folder.endsWith(sep) ? folder : folder + sep}${path.split('/').join(sep)}`;
}
