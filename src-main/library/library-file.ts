import { lstatSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { AppError } from '../contract/app-error.ts';
import { fromDatabaseError } from './database-error.ts';

/** Files that SQLite keeps beside a library: what is not in it yet, and its index. */
export const COMPANIONS = ['-wal', '-shm'] as const;

/** Where copies of a library lie. */
export function copiesFolder(path: string): string {
  return join(dirname(path), 'backups');
}

/** Whether anything has the library's name, be it a link that leads nowhere. @throws AppError library-unreadable */
export function libraryExists(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    throw fromDatabaseError(error, path);
  }
}

/**
 * Looks at the outside of a library before SQLite does, which takes an empty file for a new database. The file is not
 * opened: closing it would end the locks that this process holds by SQLite (https://www.sqlite.org/howtocorrupt.html,
 * 2.2).
 * @returns whether there is a library; false means that a new one may be begun
 * @throws AppError library-damaged, library-unreadable
 */
export function lookAtFile(path: string): boolean {
  if (!libraryExists(path)) {
    const left = statSync(`${path}-wal`, { throwIfNoEntry: false });
    if (left && left.size > 0)
      throw new AppError(
        'library-damaged',
        `${path} is gone, but ${basename(path)}-wal, which belongs to it, is there`,
      );
    return false;
  }
  const facts = statSync(path, { throwIfNoEntry: false });
  if (!facts) throw new AppError('library-unreadable', `${path} is a link that leads nowhere`);
  if (facts.isDirectory()) throw new AppError('library-damaged', `${path} is a folder`);
  if (!facts.isFile()) throw new AppError('library-damaged', `${path} is no file`);
  if (facts.size === 0) throw new AppError('library-damaged', `${path} is empty: it has 0 bytes`);
  return true;
}
