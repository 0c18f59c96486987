import type Database from 'libsql';
import { z } from 'zod';
import { TABLES } from './migrations.ts';

const versionRow = z.object({ version: z.number() });
const nameRow = z.object({ name: z.string() });
const checkRow = z.object({ finding: z.string() });

/** The most that a check tells of a damaged database. */
const MOST_FINDINGS = 20;

/** The schema's version, which SQLite keeps in the file's header; 0 of a database that is no library. */
export function schemaVersion(database: Database.Database): number {
  return versionRow.parse(database.prepare('SELECT user_version AS version FROM pragma_user_version').get()).version;
}

/** Tables of the newest schema that are not there. */
export function missingTables(database: Database.Database): string[] {
  const there = new Set(
    z
      .array(nameRow)
      .parse(database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all())
      .map(({ name }) => name),
  );
  return TABLES.filter((name) => !there.has(name));
}

/**
 * What SQLite finds wrong with a database; empty of a sound one. Quick: the pages and rows. Full: also whether indexes
 * agree with their tables, and rows that refer to others that are not there.
 * @throws SQLite's error where the damage keeps it from looking at all
 */
export function findings(database: Database.Database, depth: 'quick' | 'full'): string[] {
  const check = depth === 'quick' ? 'quick_check' : 'integrity_check';
  const found = z
    .array(checkRow)
    .parse(database.prepare(`SELECT ${check} AS finding FROM pragma_${check}(${MOST_FINDINGS})`).all())
    .map(({ finding }) => finding);
  const wrong = found.length === 1 && found[0] === 'ok' ? [] : found;
  return depth === 'quick' ? wrong : [...wrong, ...strayRows(database)];
}

function strayRows(database: Database.Database): string[] {
  const rows = database
    .prepare('SELECT "table" AS name, count(*) AS stray FROM pragma_foreign_key_check GROUP BY "table"')
    .all();
  return z
    .array(nameRow.extend({ stray: z.number() }))
    .parse(rows)
    .map(({ name, stray }) => `${name}: ${stray} rows that belong to none of its tracks`);
}
