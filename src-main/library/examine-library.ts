import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import Database from 'libsql';
import { z } from 'zod';
import { toErrorData } from '../contract/app-error.ts';
import { fromDatabaseError } from './database-error.ts';
import { lookAtFile } from './library-file.ts';
import { MIGRATIONS } from './migrations.ts';
import { findings, missingTables, schemaVersion } from './schema.ts';

/** What is in a library. */
export interface LibraryFacts {
  readonly schema: number;
  readonly tracks: number;
  readonly labels: number;
  readonly genres: number;
  readonly bytes: number;
}

/** How a library is. */
export interface LibraryExamination {
  readonly path: string;
  readonly state: 'sound' | 'missing' | 'damaged' | 'newer' | 'locked' | 'unreadable';
  /** What is wrong, in words; empty of a sound one. */
  readonly faults: readonly string[];
  /** Null where it cannot be counted. */
  readonly facts: LibraryFacts | null;
}

const STATES: Readonly<Partial<Record<string, LibraryExamination['state']>>> = {
  'library-damaged': 'damaged',
  'library-locked': 'locked',
};
const countRow = z.object({ count: z.number() });

/**
 * Looks at a library or a copy of one without changing it.
 * @param depth quick: pages and rows; full: indexes and references too
 */
export function examineLibrary(path: string, depth: 'quick' | 'full'): LibraryExamination {
  try {
    if (!lookAtFile(path)) return { path, state: 'missing', faults: [`${basename(path)} is not there`], facts: null };
    return lookInside(path, depth);
  } catch (error) {
    const { code, message } = toErrorData(fromDatabaseError(error, path));
    return {
      path,
      state: STATES[code] ?? 'unreadable',
      faults: [message.replaceAll(path, basename(path))],
      facts: null,
    };
  }
}

function lookInside(path: string, depth: 'quick' | 'full'): LibraryExamination {
  const database = new Database(`${pathToFileURL(path).href}?mode=ro`);
  try {
    database.exec('PRAGMA busy_timeout = 2000');
    const schema = schemaVersion(database);
    if (schema === 0)
      return { path, state: 'damaged', faults: [`${basename(path)} is a database, but no library`], facts: null };
    const faults = findings(database, depth);
    if (schema > MIGRATIONS.length)
      return {
        path,
        state: 'newer',
        faults: [`the schema is version ${schema}; this app knows ${MIGRATIONS.length}`, ...faults],
        facts: null,
      };
    // Tables of older schemas are brought up to date when the library is opened.
    if (schema === MIGRATIONS.length)
      faults.push(...missingTables(database).map((name) => `the table ${name} is missing`));
    return { path, state: faults.length === 0 ? 'sound' : 'damaged', faults, facts: countRows(database, schema, path) };
  } finally {
    database.close();
  }
}

function countRows(database: Database.Database, schema: number, path: string): LibraryFacts | null {
  try {
    const count = (what: string) =>
      countRow.parse(database.prepare(`SELECT count(*) AS count FROM ${what}`).get()).count;
    const has = (table: string) => count(`sqlite_master WHERE type = 'table' AND name = '${table}'`) === 1;
    return {
      schema,
      bytes: statSync(path).size,
      tracks: count('tracks'),
      labels: has('labels') ? count('labels') : 0,
      genres: has('labels') ? count('(SELECT DISTINCT genre FROM labels)') : 0,
    };
  } catch {
    return null;
  }
}
