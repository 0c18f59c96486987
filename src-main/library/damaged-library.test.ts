import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import Database from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../contract/app-error.ts';
import { createLibrary, openDatabase } from './database.ts';
import { fromDatabaseError } from './database-error.ts';
import { examineLibrary } from './examine-library.ts';
import { MIGRATIONS, TABLES } from './migrations.ts';
import { schemaVersion } from './schema.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'genrescope-damaged-'));
  path = join(folder, 'library.db');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** By statements that leave nothing open. */
function run(file: string, sql: string): void {
  const database = new Database(file);
  try {
    database.exec(sql);
  } finally {
    database.close();
  }
}

const LONG_TITLE = 'long title '.repeat(30);
const tracks = (count: number) =>
  Array.from(
    { length: count },
    (_, index) => `
      INSERT INTO tracks (root, path, file_name, folder, size, modified, title)
      VALUES ('/m', '/m/${index}', 'f', '/m', 1, 1, '${LONG_TITLE}')`,
  ).join(';');

function makeLibrary(count = 300): void {
  createLibrary(path);
  run(
    path,
    `BEGIN;
    ${tracks(count)};
    INSERT INTO labels (track_id, genre, origin, labelled_at) SELECT id, 'Rock', 'hand', '2026' FROM tracks LIMIT 10;
    COMMIT`,
  );
}

const codeOf = (work: () => unknown) => {
  try {
    work();
    return 'none';
  } catch (error) {
    return error instanceof AppError ? `${error.code} ${error.message.includes(path)}` : String(error);
  }
};

describe('a library that is no library', () => {
  it.each<[string, () => void]>([
    ['garbage', () => writeFileSync(path, Buffer.alloc(70_000, 'garbage'))],
    ['text', () => writeFileSync(path, 'hello\n')],
    ['zeros', () => writeFileSync(path, Buffer.alloc(40_960))],
    ['a folder', () => mkdirSync(path)],
    ['empty', () => writeFileSync(path, '')],
    [
      'cut',
      () => {
        makeLibrary();
        truncateSync(path, 30_000);
      },
    ],
    [
      'cut within its header',
      () => {
        makeLibrary();
        truncateSync(path, 60);
      },
    ],
    [
      'nothing but its header',
      () => {
        makeLibrary();
        truncateSync(path, 100);
      },
    ],
    ['another program’s database', () => run(path, 'CREATE TABLE notes (text)')],
    [
      'without one of its tables',
      () => {
        makeLibrary();
        run(path, 'DROP TABLE labels');
      },
    ],
    ['gone, while what SQLite kept beside it is there', () => writeFileSync(`${path}-wal`, Buffer.alloc(5000, 1))],
  ])('is named as damaged and left alone: %s', (_kind, damage) => {
    damage();
    const before = existsSync(path) && statSync(path).isFile() ? readFileSync(path) : null;
    expect(codeOf(() => openDatabase(path))).toBe('library-damaged true');
    expect(examineLibrary(path, 'full').state).toBe('damaged');
    if (before && before.length > 0 && !before.toString('latin1', 0, 15).startsWith('SQLite'))
      expect(readFileSync(path)).toEqual(before);
  });

  it('is found out by its pages: zeros in the midst', () => {
    makeLibrary();
    const bytes = readFileSync(path);
    bytes.fill(0xaa, 20_000, 40_000);
    writeFileSync(path, bytes);
    const { state, faults } = examineLibrary(path, 'quick');
    expect(state).toBe('damaged');
    expect(faults.length).toBeGreaterThan(0);
  });

  it('is a link that leads nowhere: nothing is made at its other end', () => {
    symlinkSync(join(folder, 'unmounted', 'library.db'), path);
    expect(codeOf(() => openDatabase(path))).toBe('library-unreadable true');
    expect(readdirSync(folder)).toEqual(['library.db']);
  });
});

describe('SQLite’s errors', () => {
  it('say that another process works on the library', () => {
    makeLibrary(1);
    const other = new Database(path);
    other.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
    expect(codeOf(() => openDatabase(path))).toBe('library-locked true');
    other.exec('COMMIT');
    other.close();
  });

  it('say that the disk is full, and that the file cannot be written', () => {
    makeLibrary(1);
    const throwing = (file: string, sql: string) => () => {
      try {
        run(file, sql);
      } catch (error) {
        throw fromDatabaseError(error, path);
      }
    };
    expect(codeOf(throwing(path, `PRAGMA max_page_count = 1; ${tracks(300).replaceAll("'/m/", "'/n/")}`))).toBe(
      'disk-full true',
    );
    expect(codeOf(throwing(`${pathToFileURL(path).href}?mode=ro`, 'DELETE FROM tracks'))).toBe(
      'library-read-only true',
    );
    expect(codeOf(throwing(join(folder, 'nowhere', 'x.db'), 'SELECT 1'))).toBe('library-unreadable true');
    expect(codeOf(throwing(path, 'SELECT * FROM nowhere'))).toContain('no such table');
  });
});

describe('a new library', () => {
  it('appears whole, with every table, and nothing else is left', () => {
    createLibrary(path);
    expect(readdirSync(folder)).toEqual(['library.db']);
    expect(examineLibrary(path, 'full')).toMatchObject({
      state: 'sound',
      facts: { schema: MIGRATIONS.length, tracks: 0, labels: 0 },
    });
    const database = openDatabase(path);
    const names = database
      .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
      .all() as { name: string }[];
    const own = names.map(({ name }) => name).filter((name) => !name.startsWith('track_search_'));
    expect(own).toEqual(TABLES);
    database.close();
  });

  it('does not take the place of one that came meanwhile', () => {
    makeLibrary(5);
    createLibrary(path);
    expect(examineLibrary(path, 'quick').facts?.tracks).toBe(5);
  });
});

describe('a library of an older schema', () => {
  const older = () => {
    run(path, `${MIGRATIONS.slice(0, 8).join(';')}; PRAGMA user_version = 8`);
    run(path, tracks(3));
  };

  it('is copied before it is brought up to date', () => {
    older();
    const database = openDatabase(path);
    expect(schemaVersion(database)).toBe(MIGRATIONS.length);
    database.close();
    const copy = join(folder, 'backups', `library-before-${MIGRATIONS.length}.db`);
    expect(examineLibrary(copy, 'full')).toMatchObject({ state: 'sound', facts: { schema: 8, tracks: 3 } });
    // It was brought back, and is brought up to date once more: the first copy stays.
    rmSync(path);
    for (const end of ['-wal', '-shm']) rmSync(`${path}${end}`, { force: true });
    copyFileSync(copy, path);
    openDatabase(path).close();
    expect(readdirSync(join(folder, 'backups'))).toHaveLength(2);
  });

  it('is left as it is where it cannot be copied', () => {
    older();
    writeFileSync(join(folder, 'backups'), 'no folder');
    expect(codeOf(() => openDatabase(path))).not.toBe('none');
    expect(examineLibrary(path, 'quick').facts?.schema).toBe(8);
  });

  it('is left as it is where it is damaged, and not copied', () => {
    older();
    run(path, `BEGIN; ${tracks(300).replaceAll("'/m/", "'/n/")}; COMMIT`);
    const bytes = readFileSync(path);
    bytes.fill(0xaa, bytes.length - 40_000, bytes.length - 20_000);
    writeFileSync(path, bytes);
    expect(codeOf(() => openDatabase(path))).toBe('library-damaged true');
    expect(existsSync(join(folder, 'backups'))).toBe(false);
    run(path, 'PRAGMA wal_checkpoint(TRUNCATE)');
    // The schema's version in the file's header (https://www.sqlite.org/fileformat.html, 1.3).
    expect(readFileSync(path).readUInt32BE(60)).toBe(8);
  });
});
