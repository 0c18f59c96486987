import { open, rename, rm } from 'node:fs/promises';
import { fromFileSystemError } from '../../src-main/contract/app-error.ts';

/**
 * Writes pieces one after another into a file that appears whole or not at all, and is safe on the disk then.
 * @throws AppError disk-full, file-read-only and whatever else the file system says; what was there before stays
 */
export async function writeWhole(path: string, pieces: readonly (Uint8Array | string)[]): Promise<void> {
  const part = `${path}.part`;
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
    throw fromFileSystemError(error, 'file-read-only');
  }
}
