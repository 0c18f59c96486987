import { mkdtempSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { AppError, fromFileSystemError } from '../contract/app-error.ts';
import { makeFolder } from './make-folder.ts';

/**
 * Makes the data folder where it is missing, and sees that something can be made in it; only doing so tells. Nothing is
 * left behind.
 * @throws AppError data-folder-read-only, folder-not-made, disk-full
 */
export function requireWritable(folder: string): void {
  try {
    makeFolder(folder);
    rmdirSync(mkdtempSync(join(folder, '.genrescope-')));
  } catch (error) {
    const failure = fromFileSystemError(error, 'file-read-only');
    if (failure.code === 'folder-not-made' || failure.code === 'disk-full') throw failure;
    throw new AppError('data-folder-read-only', `${folder}: ${failure.message}`, { cause: error });
  }
}
