import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type Database from 'libsql';
import { AppError } from '../contract/app-error.ts';
import { copyDatabase } from './database-copy.ts';
import { copiesFolder } from './library-file.ts';
import { MIGRATIONS } from './migrations.ts';
import { findings, schemaVersion } from './schema.ts';

/**
 * Brings a library's schema up to date. A copy is made before (`library-before-N.db`, N being the version that it is
 * brought to); a library that is damaged, or of which no copy can be made, is left as it is.
 * @throws AppError library-newer, library-damaged; SQLite's and the file system's errors
 */
export function migrate(database: Database.Database, path: string): void {
  requireKnown(database, path);
  if (schemaVersion(database) === MIGRATIONS.length) return;
  const [first] = findings(database, 'quick');
  if (first !== undefined) throw new AppError('library-damaged', `${path}: ${first}`);
  copyBefore(database, path);
  while (schemaVersion(database) < MIGRATIONS.length) takeStep(database);
}

/** Changes nothing of a library that a newer version has changed. @throws AppError library-newer */
export function requireKnown(database: Database.Database, path: string): void {
  const version = schemaVersion(database);
  if (version > MIGRATIONS.length)
    throw new AppError(
      'library-newer',
      `${path}: the library’s schema is version ${version}; this app knows ${MIGRATIONS.length}.`,
    );
}

/** One step; another process may have taken it since it was looked at. */
function takeStep(database: Database.Database): void {
  database.exec('BEGIN IMMEDIATE');
  try {
    const version = schemaVersion(database);
    const statements = MIGRATIONS[version];
    database.exec(statements === undefined ? 'COMMIT' : `${statements}; PRAGMA user_version = ${version + 1}; COMMIT`);
  } catch (error) {
    if (database.inTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

function copyBefore(database: Database.Database, path: string): void {
  for (let number = 1; ; number++) {
    const target = join(
      copiesFolder(path),
      `library-before-${MIGRATIONS.length}${number === 1 ? '' : `-${number}`}.db`,
    );
    if (!existsSync(target) && copyDatabase(database, target)) return;
  }
}
