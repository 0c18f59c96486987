import { open, rename, rm } from 'node:fs/promises';
import { AppError, fromFileSystemError } from '../contract/app-error.ts';

/**
 * Writes a file that appears whole or not at all, and is safe on the disk then.
 * @param part where it grows, in the same folder; a file of that name is replaced
 * @throws AppError disk-full, file-read-only and whatever else the file system says; what was there before stays
 */
export async function writeWhole(path: string, pieces: readonly (Uint8Array | string)[], part = `${path}.part`): Promise<void> {
  try {
    const file = await open(part, 'w');
    try {
      // write() may take less than it is given, and does where the disk is nearly full; writeFile() goes on to the end.
      for (const piece of pieces) await file.writeFile(piece);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined);
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR') throw new AppError('folder-unreadable', `${path} cannot be written: its folder is not there, or it is a folder.`, { cause: error });
    throw fromFileSystemError(error, 'file-read-only');
  }
}

/** The same where the user said, whose folder may hold anything: no file there is touched but the one that was named. */
export async function writeWholeAmongOthers(path: string, data: Uint8Array | string): Promise<void> {
  await writeWhole(path, [data], `${path}.${crypto.randomUUID()}.part`);
}
