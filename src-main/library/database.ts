import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'libsql';
import { AppError } from '../contract/app-error.ts';
import { MIGRATIONS } from './migrations.ts';

/** An open library. */
export type LibraryDatabase = Database.Database;
/** A prepared statement. */
export type Statement = Database.Statement<unknown[]>;

/**
 * Opens the library, brings its schema up to date, and lets readers and the one writer work side by side (WAL).
 * @param path a file, or `:memory:`
 * @throws AppError library-newer, library-locked
 */
export function openDatabase(path: string): LibraryDatabase {
  if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true });
  const database = new Database(path);
  try {
    database.pragma('busy_timeout = 2000');
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = NORMAL');
    database.pragma('foreign_keys = ON');
    migrate(database);
    return database;
  } catch (error) {
    database.close();
    if (error instanceof AppError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw new AppError(/locked|busy/i.test(message) ? 'library-locked' : 'unexpected', message, { cause: error });
  }
}

/** The schema's version, which SQLite keeps in the file's header. */
export function schemaVersion(database: LibraryDatabase): number {
  const row: unknown = database.prepare('SELECT user_version AS version FROM pragma_user_version').get();
  return typeof row === 'object' && row !== null && 'version' in row ? Number(row.version) : 0;
}

function migrate(database: LibraryDatabase): void {
  const version = schemaVersion(database);
  if (version > MIGRATIONS.length) throw new AppError('library-newer', `The library’s schema is version ${version}; this app knows ${MIGRATIONS.length}.`);
  MIGRATIONS.slice(version).forEach((statements, index) => {
    database.exec(`BEGIN IMMEDIATE; ${statements}; PRAGMA user_version = ${version + index + 1}; COMMIT;`);
  });
}
