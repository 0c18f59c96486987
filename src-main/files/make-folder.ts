import { mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { AppError, fromFileSystemError } from '../contract/app-error.ts';

/**
 * Makes a folder and those above it that are missing; one that is there stays. Level by level, from the first folder
 * that exists: Node's own recursive mkdir never ends where a file system answers ENOENT for a folder in one that exists
 * (/proc).
 * @throws AppError folder-not-made; file-read-only and disk-full where the file system says so
 */
export function makeFolder(path: string): void {
  const missing: string[] = [];
  for (let folder = resolve(path); !isFolder(folder, path); folder = dirname(folder)) missing.unshift(folder);
  for (const folder of missing) makeOne(folder, path);
}

/** @returns false where nothing is there @throws AppError where something else is there, or it cannot be seen */
function isFolder(folder: string, wanted: string): boolean {
  try {
    const stats = statSync(folder, { throwIfNoEntry: false });
    if (stats?.isDirectory()) return true;
    if (stats) throw new AppError('folder-not-made', `${wanted}: ${folder} is a file`);
    if (folder === dirname(folder)) throw new AppError('folder-not-made', `${wanted}: there is no ${folder}`);
    return false;
  } catch (error) {
    throw asAppError(error, wanted);
  }
}

function makeOne(folder: string, wanted: string): void {
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another process may have made it meanwhile.
    if (codeOf(error) === 'EEXIST' && isFolder(folder, wanted)) return;
    throw asAppError(error, wanted);
  }
}

function asAppError(error: unknown, wanted: string): AppError {
  const failure = fromFileSystemError(error, 'file-read-only');
  const isSaid =
    failure.code === 'file-read-only' || failure.code === 'disk-full' || failure.code === 'folder-not-made';
  return isSaid ? failure : new AppError('folder-not-made', `${wanted}: ${failure.message}`, { cause: error });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
