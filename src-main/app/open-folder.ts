import { realpath, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AppError, fromFileSystemError } from '../contract/app-error.ts';
import { isInside } from '../files/is-inside.ts';

/** The music folder that the window shows. */
export class OpenFolder {
  #path: string | null = null;

  /** Null until a folder is opened. */
  get path(): string | null {
    return this.#path;
  }

  /** Its path. @throws AppError request-invalid where no folder is open */
  require(): string {
    if (this.#path === null) throw new AppError('request-invalid', 'Open a music folder first.');
    return this.#path;
  }

  /** Another folder is open from now on. @param path without links, as {@link realFolder} gives it */
  replace(path: string): void {
    this.#path = path;
  }
}

/**
 * The folder of a path without links; for a file, its folder.
 * @throws AppError folder-not-found; as the file system, else folder-unreadable
 */
export async function realFolder(path: string): Promise<string> {
  try {
    const real = await realpath(path);
    return (await stat(real)).isDirectory() ? real : dirname(real);
  } catch (error) {
    const failure = fromFileSystemError(error, 'folder-unreadable');
    throw failure.code === 'file-not-found' ? new AppError('folder-not-found', path) : failure;
  }
}

/** Whether a folder is another one, lies in it or holds it; both without links. */
export function overlaps(folder: string, other: string): boolean {
  return isInside(folder, other) || isInside(other, folder);
}
