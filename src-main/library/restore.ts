import { constants, copyFileSync, existsSync, realpathSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'libsql';
import { AppError } from '../contract/app-error.ts';
import { asideName } from './copy-aside.ts';
import type { LibraryCopy } from './copies.ts';
import { listCopies } from './copies.ts';
import { createLibrary } from './database.ts';
import { moveIntoPlace, removeStaleFiles } from './database-copy.ts';
import { fromDatabaseError } from './database-error.ts';
import type { LibraryFacts } from './examine-library.ts';
import { examineLibrary } from './examine-library.ts';
import { COMPANIONS, copiesFolder, libraryExists } from './library-file.ts';

/** What stands in the library's place now. */
export interface Restoration {
  /** Null of a library that was begun anew. */
  readonly from: LibraryCopy | null;
  readonly facts: LibraryFacts | null;
  /** Where the file that was there before is kept; null where there was none. */
  readonly kept: string | null;
}

/**
 * The copy to restore: the one that is named, else the newest that is sound.
 * @throws AppError library-copy-missing, library-damaged of a named copy
 */
export function chooseCopy(
  path: string,
  name: string | null,
): { readonly copy: LibraryCopy; readonly facts: LibraryFacts | null } {
  const copies = listCopies(path).filter(
    (copy) => name === null || copy.name === name || copy.name === `${name}.db` || copy.path === name,
  );
  for (const copy of copies) {
    const { state, faults, facts } = examineLibrary(copy.path, 'quick');
    if (state === 'sound') return { copy, facts };
    if (name !== null) throw new AppError('library-copy-missing', `${copy.path} cannot be used: ${faults.join('; ')}`);
  }
  throw new AppError(
    'library-copy-missing',
    name === null ? `${copiesFolder(path)} holds no sound copy` : `${copiesFolder(path)} holds no ${name}`,
  );
}

/**
 * Puts a copy in the library's place. What is there is kept as `library.db.broken-N`, with what SQLite keeps beside it.
 * Nothing is moved before the new file is whole on the disk.
 * @throws AppError library-copy-missing, library-locked, library-read-only, disk-full
 */
export function restoreLibrary(path: string, name: string | null): Restoration {
  const { copy, facts } = chooseCopy(path, name);
  const kept = replaceLibrary(path, (temporary) => copyFileSync(copy.path, temporary, constants.COPYFILE_EXCL));
  return { from: copy, facts, kept };
}

/** Begins an empty library; what is there is kept as {@link restoreLibrary} does. @throws AppError as there */
export function beginAnew(path: string): Restoration {
  const kept = replaceLibrary(path, createLibrary);
  return { from: null, facts: null, kept };
}

/** @returns where the file that was there is kept */
function replaceLibrary(given: string, make: (temporary: string) => void): string | null {
  // A link to another disk stays what it is.
  const path = existsSync(given) ? realpathSync(given) : given;
  const temporary = `${path}.${crypto.randomUUID()}.part`;
  try {
    removeStaleFiles(dirname(path));
    const log = copyOfLog(path, `${temporary}-wal`);
    refuseWhileUsed(path);
    make(temporary);
    const kept = setAside(path);
    if (log !== null && kept !== null && !libraryExists(`${kept}-wal`)) renameSync(log, `${kept}-wal`);
    // A library that appeared meanwhile belongs to somebody who uses it.
    if (!moveIntoPlace(temporary, path))
      throw new AppError('library-locked', `${path} was begun anew by another process meanwhile`);
    return kept;
  } catch (error) {
    throw fromDatabaseError(error, path);
  } finally {
    for (const file of [temporary, `${temporary}-wal`]) rmSync(file, { force: true });
  }
}

/**
 * SQLite deletes a write-ahead log that it cannot read, as soon as it looks at the library.
 * @returns where the copy is
 */
function copyOfLog(path: string, temporary: string): string | null {
  if (!statSync(`${path}-wal`, { throwIfNoEntry: false })?.isFile()) return null;
  copyFileSync(`${path}-wal`, temporary, constants.COPYFILE_EXCL);
  return temporary;
}

/**
 * Whoever has a library open holds a shared lock of it, so that an exclusive one is refused. What is no database cannot
 * be locked so, nor be in use.
 */
function refuseWhileUsed(path: string): void {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return;
  const database = new Database(path);
  try {
    // By exec alone, whose statements are gone at once: a prepared one would hold the lock until it is collected.
    database.exec('PRAGMA busy_timeout = 1000; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; ROLLBACK');
  } catch (error) {
    const known = fromDatabaseError(error, path);
    if (!(known instanceof AppError && known.code === 'library-damaged')) throw known;
  } finally {
    database.close();
  }
}

/** @returns where the file is kept; null where there is none */
function setAside(path: string): string | null {
  const there = ['', ...COMPANIONS].filter((end) => libraryExists(`${path}${end}`));
  if (there.length === 0) return null;
  let number = 1;
  while (['', ...COMPANIONS].some((end) => libraryExists(`${asideName(path, number)}${end}`))) number += 1;
  const kept = asideName(path, number);
  for (const end of there) renameSync(`${path}${end}`, `${kept}${end}`);
  return kept;
}
