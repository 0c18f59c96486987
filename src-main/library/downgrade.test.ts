import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeDailyCopy } from './copies.ts';
import { copyDatabase } from './database-copy.ts';
import { openDatabase } from './database.ts';
import { examineLibrary } from './examine-library.ts';
import { MIGRATIONS } from './migrations.ts';
import { parseSettings } from './parse-settings.ts';
import { chooseCopy, restoreLibrary } from './restore.ts';

const OLDER = 8;
let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'genrescope-downgrade-'));
  path = join(folder, 'library.db');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Changes the library by statements, and copies it then. */
function run(sql: string, copy: string | null = null): void {
  const database = new Database(path);
  try {
    database.exec(sql);
    if (copy !== null) copyDatabase(database, join(folder, 'backups', copy));
  } finally {
    database.close();
  }
}

const track = (name: string) =>
  `INSERT INTO tracks (root, path, file_name, folder, size, modified) VALUES ('/m', '/m/${name}', '${name}', '/m', 1, 1)`;
const everyFile = () =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((name) => [name, readFileSync(name, 'hex')]);

/** A library that a newer version has copied aside, changed, and copied again since. */
function updateFurther(): void {
  const newer = MIGRATIONS.length + 1;
  run(
    `${MIGRATIONS.join(';')}; PRAGMA user_version = ${MIGRATIONS.length}; ${track('before')}`,
    `library-before-${newer}.db`,
  );
  run(
    `ALTER TABLE tracks ADD COLUMN invented TEXT; PRAGMA user_version = ${newer}; ${track('after')}`,
    'library-2099-01-01.db',
  );
}

describe('a library that a newer version has changed', () => {
  it('is refused and left alone, with all copies', () => {
    updateFurther();
    const before = everyFile();
    expect(() => openDatabase(path)).toThrow(expect.objectContaining({ code: 'library-newer' }));
    expect(() => makeDailyCopy(path)).toThrow(expect.objectContaining({ code: 'library-newer' }));
    expect(everyFile()).toEqual(before);
  });

  it('gives way to the copy made before it was changed, and is kept', () => {
    updateFurther();
    const newer = readFileSync(path);
    expect(chooseCopy(path, null).copy.name).toBe(`library-before-${MIGRATIONS.length + 1}.db`);
    const { kept, facts } = restoreLibrary(path, null);
    expect(facts).toMatchObject({ schema: MIGRATIONS.length, tracks: 1 });
    expect(Buffer.compare(readFileSync(kept ?? ''), newer)).toBe(0);
    openDatabase(path).close();
    expect(examineLibrary(path, 'full').state).toBe('sound');
  });

  it('says so where there is no copy that this version understands', () => {
    openDatabase(path).close();
    run(`PRAGMA user_version = ${MIGRATIONS.length + 1}`);
    expect(() => chooseCopy(path, null)).toThrow(expect.objectContaining({ code: 'library-copy-missing' }));
  });
});

it('daily copies never push out those that were made before the schema changed', () => {
  run(`${MIGRATIONS.slice(0, OLDER).join(';')}; PRAGMA user_version = ${OLDER}; ${track('before')}`);
  openDatabase(path).close();
  for (let day = 1; day <= 6; day++) makeDailyCopy(path, new Date(2030, 0, day));
  const names = readdirSync(join(folder, 'backups'));
  expect(names).toContain(`library-before-${MIGRATIONS.length}.db`);
  expect(names).toHaveLength(4);
});

it('settings of a newer version count as far as they are understood, and say how to return', () => {
  const text = JSON.stringify({ version: 2, minConfidence: 0.3, invented: true });
  const { settings, faults, isBroken } = parseSettings(Buffer.from(text));
  expect(settings).toMatchObject({ version: 1, minConfidence: 0.3 });
  expect(isBroken).toBe(false);
  expect(faults).toEqual([
    expect.stringContaining('version (2): a newer version of the app wrote these settings'),
    '“invented” is no setting',
  ]);
});
