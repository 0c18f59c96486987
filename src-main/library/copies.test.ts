import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { copiesHint, dailyName, listCopies, makeDailyCopy } from './copies.ts';
import { createLibrary } from './database.ts';
import { examineLibrary } from './examine-library.ts';
import { beginAnew, restoreLibrary } from './restore.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'genrescope-copies-'));
  path = join(folder, 'library.db');
});
afterEach(() => rmSync(folder, { recursive: true }));

const day = (number: number) => new Date(2026, 10, number, 12);
const backups = () => readdirSync(join(folder, 'backups')).sort();

/** By statements that leave nothing open. */
function run(file: string, sql: string): void {
  const database = new Database(file);
  database.exec(sql);
  database.close();
}

function addTracks(names: readonly string[]): void {
  run(
    path,
    names
      .map(
        (name) => `
          INSERT INTO tracks (root, path, file_name, folder, size, modified)
          VALUES ('/m', '/m/${name}', '${name}', '/m', 1, 1)`,
      )
      .join(';'),
  );
}

function makeLibrary(): void {
  createLibrary(path);
  addTracks(['a', 'b', 'c']);
  run(path, "INSERT INTO labels (track_id, genre, origin, labelled_at) SELECT id, 'Rock', 'hand', '2026' FROM tracks");
}

/** A copy as of a day. */
function copyOf(number: number): void {
  makeDailyCopy(path, day(number));
  utimesSync(join(folder, 'backups', dailyName(day(number))), day(number), day(number));
}

describe('daily copies', () => {
  it('are made once a day, and three are kept', () => {
    makeLibrary();
    expect(makeDailyCopy(path, day(1))).toBe(true);
    addTracks(['d']);
    expect(makeDailyCopy(path, day(1))).toBe(false);
    expect(examineLibrary(join(folder, 'backups', 'library-2026-11-01.db'), 'full')).toMatchObject({
      state: 'sound',
      facts: { tracks: 3, labels: 3, genres: 1 },
    });
    for (const number of [2, 3, 4, 5]) makeDailyCopy(path, day(number));
    expect(backups()).toEqual(['library-2026-11-03.db', 'library-2026-11-04.db', 'library-2026-11-05.db']);
  });

  it('are made while the library is in use, of what is written by then', () => {
    makeLibrary();
    const other = new Database(path);
    other.exec(
      "PRAGMA journal_mode = WAL; INSERT INTO genres (name) VALUES ('Rock'); BEGIN IMMEDIATE; DELETE FROM labels",
    );
    expect(makeDailyCopy(path, day(1))).toBe(true);
    other.exec('ROLLBACK');
    other.close();
    expect(examineLibrary(join(folder, 'backups', 'library-2026-11-01.db'), 'quick').facts?.labels).toBe(3);
  });

  it('of a damaged library are not made, and better ones stay', () => {
    makeLibrary();
    for (const number of [1, 2, 3]) makeDailyCopy(path, day(number));
    const bytes = readFileSync(path);
    bytes.fill(0xaa, 8192, 20_000);
    writeFileSync(path, bytes);
    expect(() => makeDailyCopy(path, day(4))).toThrow(expect.objectContaining({ code: 'library-damaged' }));
    expect(backups()).toEqual(['library-2026-11-01.db', 'library-2026-11-02.db', 'library-2026-11-03.db']);
  });

  it('of an empty library are not made, and those of one without labels push out none with labels', () => {
    makeLibrary();
    for (const number of [1, 2, 3]) makeDailyCopy(path, day(number));
    rmSync(path);
    createLibrary(path);
    expect(makeDailyCopy(path, day(4))).toBe(false);
    addTracks(['z']);
    for (const number of [5, 6, 7, 8]) makeDailyCopy(path, day(number));
    expect(backups().slice(0, 3)).toEqual(['library-2026-11-01.db', 'library-2026-11-02.db', 'library-2026-11-03.db']);
    expect(backups()).toHaveLength(6);
  });

  it('are none where there is no library, and what a killed process left goes', () => {
    expect(makeDailyCopy(path, day(1))).toBe(false);
    makeLibrary();
    mkdirSync(join(folder, 'backups'));
    const left = join(folder, 'backups', 'library-2026-10-01.db.1.part');
    writeFileSync(left, 'half');
    utimesSync(left, day(1), new Date(Date.now() - 7_200_000));
    makeDailyCopy(path, day(1));
    expect(backups()).toEqual(['library-2026-11-01.db']);

    for (const file of [`${path}.1.part`, `${path}.1.part-wal`, `${path}.2.part`]) writeFileSync(file, 'half');
    for (const file of [`${path}.1.part`, `${path}.1.part-wal`])
      utimesSync(file, day(1), new Date(Date.now() - 7_200_000));
    restoreLibrary(path, null);
    // One that is young may be another process's work.
    expect(readdirSync(folder).filter((name) => name.includes('.part'))).toEqual(['library.db.2.part']);
  });

  it('are told of where the library is gone', () => {
    makeLibrary();
    expect(copiesHint(path)).toBeNull();
    makeDailyCopy(path, day(1));
    expect(copiesHint(path)).toContain('1 copy');
  });
});

describe('restoring', () => {
  beforeEach(() => {
    makeLibrary();
    copyOf(1);
    addTracks(['d']);
    copyOf(2);
  });

  it('puts the newest sound copy in place, and keeps what was there with its companions', () => {
    writeFileSync(join(folder, 'backups', 'library-2026-11-03.db'), 'broken');
    expect(listCopies(path).map(({ name }) => name)[0]).toBe('library-2026-11-03.db');
    writeFileSync(path, 'garbage');
    writeFileSync(`${path}-wal`, 'wal');
    const { from, facts, kept } = restoreLibrary(path, null);
    expect(from?.name).toBe('library-2026-11-02.db');
    expect(facts?.tracks).toBe(4);
    expect(kept).toBe(`${path}.broken-1`);
    expect(readFileSync(`${path}.broken-1`, 'utf8')).toBe('garbage');
    expect(readFileSync(`${path}.broken-1-wal`, 'utf8')).toBe('wal');
    expect(existsSync(`${path}-wal`)).toBe(false);
    expect(examineLibrary(path, 'full')).toMatchObject({ state: 'sound', facts: { tracks: 4, labels: 3 } });
  });

  it('takes the copy that is named, never over an earlier broken file', () => {
    writeFileSync(`${path}.broken-1`, 'earlier');
    expect(restoreLibrary(path, 'library-2026-11-01').kept).toBe(`${path}.broken-2`);
    expect(readFileSync(`${path}.broken-1`, 'utf8')).toBe('earlier');
    expect(examineLibrary(path, 'quick').facts?.tracks).toBe(3);
  });

  it('works where a folder is in the library’s place, or nothing', () => {
    rmSync(path);
    expect(restoreLibrary(path, null).kept).toBeNull();
    rmSync(path);
    mkdirSync(path);
    restoreLibrary(path, null);
    expect(examineLibrary(path, 'quick').state).toBe('sound');
  });

  it('refuses while the library is in use, names a copy that is not there, and changes nothing then', () => {
    const before = readFileSync(path);
    const other = new Database(path);
    other.exec('PRAGMA journal_mode = WAL; SELECT count(*) FROM tracks');
    expect(() => restoreLibrary(path, null)).toThrow(expect.objectContaining({ code: 'library-locked' }));
    other.exec('PRAGMA journal_mode = DELETE');
    other.close();
    expect(() => restoreLibrary(path, 'library-1999-01-01')).toThrow(
      expect.objectContaining({ code: 'library-copy-missing' }),
    );
    writeFileSync(join(folder, 'backups', 'library-2026-11-02.db'), 'broken');
    expect(() => restoreLibrary(path, 'library-2026-11-02.db')).toThrow(
      expect.objectContaining({ code: 'library-copy-missing' }),
    );
    expect(readFileSync(path).length).toBe(before.length);
    expect(readdirSync(folder).sort()).toEqual(['backups', 'library.db']);
  });

  it('begins an empty library where that is asked', () => {
    writeFileSync(path, '');
    expect(beginAnew(path)).toEqual({ from: null, facts: null, kept: `${path}.broken-1` });
    expect(examineLibrary(path, 'full').facts?.tracks).toBe(0);
  });
});
