import type { BigIntStats } from 'node:fs';
import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { access, open, realpath, stat } from 'node:fs/promises';
import { AppError, fromFileSystemError } from '../contract/app-error.ts';
import { fsPath, pathOfBytes } from '../files/fs-path.ts';

/** A file that is to be replaced, as it was when it was opened. */
export interface OriginalFile {
  /** Without symbolic links. */
  readonly path: string;
  /** For reading. */
  readonly handle: FileHandle;
  readonly looked: BigIntStats;
}

const ANYBODY_WRITES = 0o222;

/** Where a path leads, without links. @throws AppError file-not-found and the like */
export async function resolvePath(path: string): Promise<string> {
  const bytes = await realpath(fsPath(path), { encoding: 'buffer' }).catch((error: unknown) => {
    throw fromFileSystemError(error);
  });
  return pathOfBytes(bytes);
}

/**
 * Opens a file that this user may write.
 * @throws AppError file-read-only, file-not-found, file-not-audio for what is no file
 */
export async function openOriginal(path: string): Promise<OriginalFile> {
  try {
    // Opening a pipe would wait for somebody who writes into it.
    const found = await stat(fsPath(path));
    if (!found.isFile()) throw new AppError('file-not-audio', 'It is no ordinary file.');
    // Nobody may write it: root could, but whoever marked it so meant it.
    if ((found.mode & ANYBODY_WRITES) === 0) throw new AppError('file-read-only');
    await access(fsPath(path), constants.W_OK).catch((error: unknown) => {
      throw fromFileSystemError(error, 'file-read-only');
    });
    const handle = await open(fsPath(path), 'r');
    return { path, handle, looked: await handle.stat({ bigint: true }) };
  } catch (error) {
    throw fromFileSystemError(error);
  }
}

/**
 * The last check before a file is replaced.
 * @throws AppError file-changed where it is not the one that was opened, as it was then
 */
export async function requireUnchanged({ path, looked }: OriginalFile): Promise<void> {
  const now = await stat(fsPath(path), { bigint: true });
  const isSame = (['dev', 'ino', 'size', 'mtimeNs', 'ctimeNs', 'nlink'] as const).every(
    (key) => now[key] === looked[key],
  );
  if (!isSame) throw new AppError('file-changed', 'The file was changed while it was being read.');
}
