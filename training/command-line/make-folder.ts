import { mkdir } from 'node:fs/promises';
import { fromFileSystemError } from '../../src-main/contract/app-error.ts';

/** Makes a folder to write into, and those above it; one that is there stays. @throws AppError file-read-only, disk-full and the like */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (error) {
    throw fromFileSystemError(error, 'file-read-only');
  }
}
