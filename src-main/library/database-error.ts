import { accessSync, constants } from 'node:fs';
import { dirname } from 'node:path';
import { AppError } from '../contract/app-error.ts';
import type { ErrorCode } from '../contract/error-codes.ts';

/**
 * Beginnings of SQLite's result codes (https://www.sqlite.org/rescode.html) and what they mean here. The first that
 * fits counts: shared memory that cannot grow is a disk that is full.
 */
const MEANINGS: readonly (readonly [start: string, code: ErrorCode])[] = [
  ['SQLITE_BUSY', 'library-locked'],
  ['SQLITE_LOCKED', 'library-locked'],
  ['SQLITE_PROTOCOL', 'library-locked'],
  ['SQLITE_FULL', 'disk-full'],
  ['SQLITE_IOERR_SHMSIZE', 'disk-full'],
  ['SQLITE_READONLY', 'library-read-only'],
  ['SQLITE_CORRUPT', 'library-damaged'],
  ['SQLITE_NOTADB', 'library-damaged'],
  ['SQLITE_FORMAT', 'library-damaged'],
  ['SQLITE_CANTOPEN', 'library-unreadable'],
  ['SQLITE_IOERR', 'library-unreadable'],
  ['SQLITE_PERM', 'library-unreadable'],
];

/**
 * What SQLite or the file system says of a library as an error that names its file; any other error as it is.
 * @param path the library's file
 */
export function fromDatabaseError(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || error instanceof AppError) return error;
  const code = meaningOf(error);
  if (code === null) return error;
  // A file that cannot be opened is most often one that cannot be made, in a folder that cannot be written.
  if (code === 'library-unreadable' && !isWritable(dirname(path)))
    return new AppError('library-read-only', `${path}: its folder cannot be written`, { cause: error });
  return new AppError(code, `${path}: ${isConnection(error) ? 'SQLite cannot open it' : error.message}`, {
    cause: error,
  });
}

function meaningOf(error: Error): ErrorCode | null {
  const code = 'code' in error ? String(error.code) : '';
  const known = MEANINGS.find(([start]) => code.startsWith(start));
  if (known) return known[1];
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'disk-full';
  if (code === 'EROFS') return 'library-read-only';
  return ['EACCES', 'EPERM', 'ENOTDIR', 'ELOOP'].includes(code) || isConnection(error) ? 'library-unreadable' : null;
}

/** libsql gives its own kind of error where a file cannot even be opened. */
function isConnection(error: Error): boolean {
  return error.message.startsWith('ConnectionFailed');
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch (error) {
    // What is not there, or is no folder, is no folder that cannot be written.
    return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
  }
}
