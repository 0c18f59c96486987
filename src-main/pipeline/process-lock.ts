import { rmSync, statSync } from 'node:fs';
import Database from 'libsql';
import { AppError, fromFileSystemError } from '../contract/app-error.ts';

const ATTEMPTS = 5;

/**
 * Takes a lock that says that this process works there. It is SQLite's lock of a file, which the system itself holds:
 * it ends with the process, however that ends, and no other process can be taken for its holder.
 * @param path of the lock's file; it holds nothing, and is gone when the lock is given back
 * @param activity what the other process does, as in “is writing tags”
 * @returns what gives it back
 * @throws AppError busy, and what the file system says
 */
export function acquireLock(path: string, activity: string): () => void {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const release = tryLock(path, activity);
    if (release) return release;
  }
  throw new AppError('busy', `Another Genrescope ${activity}.`);
}

/** @returns null where the locked file is not the one at `path` any more: its last holder has just deleted it */
function tryLock(path: string, activity: string): (() => void) | null {
  let database: InstanceType<typeof Database> | null = null;
  try {
    database = new Database(path);
    const inode = inodeOf(path);
    database.exec('BEGIN EXCLUSIVE');
    const held = database;
    if (inode !== null && inode === inodeOf(path)) return () => giveBack(path, held);
    held.close();
    return null;
  } catch (error) {
    database?.close();
    throw lockFailure(error, activity, database !== null);
  }
}

/**
 * Deletes the file while it is held, so that nobody else's is deleted; where an open file cannot be deleted, it stays.
 */
function giveBack(path: string, held: InstanceType<typeof Database>): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // An empty file that stays does no harm.
  } finally {
    held.close();
  }
}

function inodeOf(path: string): bigint | null {
  return statSync(path, { bigint: true, throwIfNoEntry: false })?.ino ?? null;
}

const FILE_SYSTEM_CODES: Readonly<Record<string, string>> = {
  SQLITE_CANTOPEN: 'EACCES',
  SQLITE_READONLY: 'EROFS',
  SQLITE_FULL: 'ENOSPC',
  SQLITE_IOERR: 'EIO',
  SQLITE_PERM: 'EACCES',
};

function lockFailure(error: unknown, activity: string, isOpen: boolean): AppError {
  const told = error instanceof Error && 'code' in error ? String(error.code) : '';
  // The library tells no code where a file cannot be opened at all.
  const code = told === '' && !isOpen ? 'SQLITE_CANTOPEN' : told;
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED'))
    return new AppError('busy', `Another Genrescope ${activity}.`);
  const known = Object.entries(FILE_SYSTEM_CODES).find(([name]) => code.startsWith(name))?.[1];
  const message = error instanceof Error ? error.message : String(error);
  return fromFileSystemError(
    Object.assign(new Error(message, { cause: error }), { code: known ?? code }),
    'file-read-only',
  );
}
