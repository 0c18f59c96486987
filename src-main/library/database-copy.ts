import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type Database from 'libsql';

/** A copy that was begun so long ago was left by a process that died. */
const STALE_MILLISECONDS = 3_600_000;

/**
 * Copies an open database whole by SQLite's own means: what other processes write meanwhile is in the copy or not, but
 * never half. The copy appears under its name when it is safe on the disk.
 * @returns false where a file of that name is there already; it stays
 * @throws SQLite's and the file system's errors
 */
export function copyDatabase(database: Database.Database, target: string): boolean {
  mkdirSync(dirname(target), { recursive: true });
  removeStaleFiles(dirname(target));
  const temporary = `${target}.${crypto.randomUUID()}.part`;
  try {
    database.exec(`VACUUM INTO '${temporary.replaceAll("'", "''")}'`);
    return moveIntoPlace(temporary, target);
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** Gives a finished file its name, and makes both durable. @returns false where a file of that name is there already */
export function moveIntoPlace(temporary: string, target: string): boolean {
  sync(temporary, 'r+');
  try {
    linkSync(temporary, target);
  } catch (error) {
    if (existsSync(target)) return false;
    // Some file systems have no hard links, and renaming would replace a file that came meanwhile: as seldom as can be.
    if (!isWithoutLinks(error)) throw error;
    renameSync(temporary, target);
  }
  rmSync(temporary, { force: true });
  // Windows knows no syncing of folders.
  if (process.platform !== 'win32') sync(dirname(target), 'r');
  return true;
}

function isWithoutLinks(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(String(error.code))
  );
}

function sync(path: string, flags: string): void {
  const file = openSync(path, flags);
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Removes unfinished files of a library, with what SQLite keeps beside them, that were left long ago. */
export function removeStaleFiles(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (!/^library.*\.part(-wal|-journal)?$/.test(name)) continue;
    const path = join(folder, name);
    const facts = statSync(path, { throwIfNoEntry: false });
    if (facts && Date.now() - facts.mtimeMs > STALE_MILLISECONDS) rmSync(path, { force: true });
  }
}
