import { randomBytes } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { fsPath, pathBytes } from './fs-path.ts';

const SUFFIX = '.genrescope-tmp';
const PATTERN = /^\.[0-9a-f]{16}\.genrescope-tmp(\.[a-z0-9]{1,5})?$|^\.[0-9a-f]+~$/i;
const EXTENSION = /^\.[a-z0-9]{1,5}$/i;
/** Linux takes no longer paths than 4096 bytes. */
const LONG_PATH = 3_900;

/**
 * A name for a file beside `path`, and so on the same file system: hidden, unique, shorter than 255 bytes whatever the
 * file's own name is, and not longer than that where the folder lies so deep that the path would become too long. It
 * ends as the file's own does, since some kinds of sound are recognised by their names alone.
 */
export function temporaryName(path: string): string {
  const extension = EXTENSION.test(extname(path)) ? extname(path) : '';
  const isDeep = pathBytes(path).length > LONG_PATH;
  const letters = Math.max(2, pathBytes(basename(path)).length - 2);
  const name = isDeep
    ? `.${randomBytes(letters).toString('hex').slice(0, Math.min(16, letters))}~`
    : `.${randomBytes(8).toString('hex')}${SUFFIX}${extension}`;
  return join(dirname(path), name);
}

/** Whether a path is a name of {@link temporaryName}. */
export function isTemporaryName(path: string): boolean {
  return PATTERN.test(basename(path));
}

/** Makes a new file for reading and writing that only this user sees. @throws EEXIST where there is one of that name */
export function createExclusive(path: string): Promise<FileHandle> {
  return open(fsPath(path), 'wx+', 0o600);
}
