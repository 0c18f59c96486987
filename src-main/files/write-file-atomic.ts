import { rename, rm, stat } from 'node:fs/promises';
import { AppError, fromFileSystemError } from '../contract/app-error.ts';
import { fsPath } from './fs-path.ts';
import { syncFolderOf } from './sync.ts';
import { createExclusive, temporaryName } from './temporary-file.ts';

/**
 * Writes a file that appears whole or not at all, and is safe on the disk then. It grows under a name of its own beside
 * the file: nothing else in the folder is touched.
 * @param pieces may be made while they are written
 * @throws AppError disk-full, file-read-only and whatever else the file system says; what was there before stays
 */
export async function writeFileAtomic(
  path: string,
  pieces: Iterable<Uint8Array | string> | AsyncIterable<Uint8Array | string>,
): Promise<void> {
  const temporary = temporaryName(path);
  let isOurs = false;
  try {
    const file = await createExclusive(temporary);
    isOurs = true;
    try {
      await file.chmod(await modeFor(path));
      // write() may take less than it is given, and does where the disk is nearly full; writeFile() goes on to the end.
      for await (const piece of pieces) await file.writeFile(piece);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(fsPath(temporary), fsPath(path));
    isOurs = false;
    await syncFolderOf(path);
  } catch (error) {
    if (isOurs) await rm(fsPath(temporary), { force: true }).catch(() => undefined);
    throw writeFailure(path, error);
  }
}

/** The permissions of the file that is replaced; else those of any new file. */
async function modeFor(path: string): Promise<number> {
  const old = await stat(fsPath(path)).catch(() => null);
  return old?.isFile() ? old.mode & 0o777 : 0o666 & ~process.umask();
}

function writeFailure(path: string, error: unknown): AppError {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code !== 'ENOENT' && code !== 'ENOTDIR' && code !== 'EISDIR') return fromFileSystemError(error, 'file-read-only');
  return new AppError('folder-unreadable', `${path} cannot be written: its folder is not there, or it is a folder.`, {
    cause: error,
  });
}
