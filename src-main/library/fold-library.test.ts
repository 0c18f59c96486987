import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { EVERY_TRACK } from '../contract/library.ts';
import type { LibraryDatabase } from './database.ts';
import { openDatabase } from './database.ts';
import { foldLibrary } from './fold-library.ts';
import { queryIds } from './library-query.ts';
import { MIGRATIONS } from './migrations.ts';

/** The last version whose search texts have accents. */
const BEFORE = MIGRATIONS.findIndex((step) => step.includes('search_folding'));
const TRACKS = 1_200;

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fold-'));
  path = join(folder, 'library.db');
});
afterEach(() => rmSync(folder, { recursive: true }));

function makeEarlier(tracks: number): void {
  const database = new Database(path);
  database.exec(`${MIGRATIONS.slice(0, BEFORE).join(';')}; PRAGMA user_version = ${BEFORE}`);
  const insert = database.prepare(
    `INSERT INTO tracks (root, path, file_name, folder, size, modified, artist, search_text)
    VALUES ('/m', ?, ?, '/m', 1, 1, 'Brötzmann', ?)`,
  );
  database.exec('BEGIN');
  for (let index = 0; index < tracks; index++)
    insert.run(`/m/${index}.mp3`, `${index}.mp3`, `\nbrötzmann\n\n${index}.mp3\nm`);
  database.exec('COMMIT');
  database.close();
}

const found = (database: LibraryDatabase, text: string) => queryIds(database, '/m', { ...EVERY_TRACK, text }).length;

it('folds what an earlier version kept, and goes on where it ended', async () => {
  makeEarlier(TRACKS);
  let database = openDatabase(path);
  expect(found(database, 'brotzmann')).toBe(0);
  let pieces = 0;
  await foldLibrary(database, () => pieces++ < 1);
  const part = found(database, 'brotzmann');
  expect(part).toBeGreaterThan(0);
  expect(part).toBeLessThan(TRACKS);
  database.close();

  database = openDatabase(path);
  expect(await foldLibrary(database)).toBe(true);
  expect(found(database, 'brotzmann')).toBe(TRACKS);
  expect(found(database, 'artist:brötz -artist:999.mp3')).toBe(TRACKS);
  expect(await foldLibrary(database)).toBe(false);
  database.exec("INSERT INTO track_search (track_search, rank) VALUES ('integrity-check', 1)");
  database.close();
});

it('has nothing to do in a new library', async () => {
  const database = openDatabase(path);
  expect(await foldLibrary(database)).toBe(false);
  database.close();
});
