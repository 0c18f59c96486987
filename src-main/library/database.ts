import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'libsql';
import { AppError } from '../contract/app-error.ts';
import { makeFolder } from '../files/make-folder.ts';
import { moveIntoPlace, removeStaleFiles } from './database-copy.ts';
import { fromDatabaseError } from './database-error.ts';
import { lookAtFile } from './library-file.ts';
import { migrate, requireKnown } from './migrate.ts';
import { MIGRATIONS, TABLES } from './migrations.ts';
import { missingTables, schemaVersion } from './schema.ts';

/** An open library. */
export type LibraryDatabase = Database.Database;
/** A prepared statement. */
export type Statement = Database.Statement<unknown[]>;

/** Prepares every statement of a table of SQL, under its name. */
export function prepareAll<Name extends string>(
  database: LibraryDatabase,
  sql: Readonly<Record<Name, string>>,
): Readonly<Record<Name, Statement>> {
  const names = Object.keys(sql) as Name[];
  const statements = names.map((name) => [name, database.prepare<unknown[]>(sql[name])] as const);
  return Object.fromEntries(statements) as Record<Name, Statement>;
}

/** For work in pieces, during which the app may quit. @throws AppError cancelled where the library is closed by now */
export function requireOpen(database: LibraryDatabase): void {
  if (!database.open) throw new AppError('cancelled', 'The library is closed.');
}

/**
 * Opens the library, brings its schema up to date, and lets readers and the one writer work side by side (WAL). Where
 * there is none, a new one is begun; what is there and is no library is never taken for an empty one.
 * @param path a file, or `:memory:`
 * @throws AppError library-newer, library-locked, library-damaged, library-read-only, library-unreadable, disk-full,
 *   folder-not-made
 */
export function openDatabase(path: string): LibraryDatabase {
  if (path === ':memory:') {
    const database = new Database(path);
    database.exec(`PRAGMA foreign_keys = ON; ${WHOLE_SCHEMA}`);
    return database;
  }
  try {
    if (!lookAtFile(path)) createLibrary(path);
    return openLibrary(path);
  } catch (error) {
    throw fromDatabaseError(error, path);
  }
}

/**
 * Opens a library that is open already for reading alone, in another thread or process.
 * @throws AppError library-locked, library-damaged, library-unreadable
 */
export function openReader(path: string): LibraryDatabase {
  try {
    const database = new Database(path);
    // Sorting keeps its pages in as much memory.
    database.exec('PRAGMA busy_timeout = 2000; PRAGMA query_only = ON; PRAGMA cache_size = -65536');
    return database;
  } catch (error) {
    throw fromDatabaseError(error, path);
  }
}

const WHOLE_SCHEMA = `BEGIN; ${MIGRATIONS.join(';')}; PRAGMA user_version = ${MIGRATIONS.length}; COMMIT;`;

/**
 * Makes an empty library that appears whole or not at all; one that another process makes meanwhile stays.
 * @throws SQLite's and the file system's errors
 */
export function createLibrary(path: string): void {
  makeFolder(dirname(path));
  removeStaleFiles(dirname(path));
  const temporary = `${path}.${crypto.randomUUID()}.part`;
  try {
    const database = new Database(temporary);
    try {
      database.exec(WHOLE_SCHEMA);
    } finally {
      database.close();
    }
    moveIntoPlace(temporary, path);
  } finally {
    rmSync(temporary, { force: true });
  }
}

function openLibrary(path: string): LibraryDatabase {
  const database = new Database(path);
  try {
    database.exec('PRAGMA busy_timeout = 2000');
    if (schemaVersion(database) === 0) throw new AppError('library-damaged', `${path} is a database, but no library`);
    // Before anything is written: the next line is.
    requireKnown(database, path);
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON');
    migrate(database, path);
    const missing = missingTables(database);
    if (missing.length > 0)
      throw new AppError('library-damaged', `${path} lacks ${missing.join(', ')} (of ${TABLES.length} tables)`);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}
