import { randomBytes } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { AppError, fromFileSystemError } from '../contract/app-error.ts';

/** Writes a file that the user asked for, whole or not at all; nothing else in its folder is touched. @throws AppError */
export async function writeWhole(path: string, data: Uint8Array | string): Promise<void> {
  const part = `${path}.${randomBytes(4).toString('hex')}.part`;
  try {
    await writeFile(part, data, { flag: 'wx' });
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR') throw new AppError('folder-unreadable', `${path} cannot be written: its folder is not there, or it is a folder.`, { cause: error });
    throw fromFileSystemError(error, 'file-read-only');
  }
}
