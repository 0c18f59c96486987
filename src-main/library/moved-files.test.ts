import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { LibraryDatabase } from './database.ts';
import { openDatabase } from './database.ts';
import { LabelStore } from './label-store.ts';
import { MIGRATIONS } from './migrations.ts';
import { MissingStore } from './missing-store.ts';
import { MovedFiles, withMovedFiles } from './moved-files.ts';
import { moveFolder } from './moved-library.ts';
import { ScanStore } from './scan-store.ts';
import { TrackStore } from './track-store.ts';

const [ROOT, A, B, C] = ['/music', '/music/a.mp3', '/music/b.mp3', '/music/jazz/c.mp3'];
const EARLIER = '2020-01-01T00:00:00.000Z';

let database: LibraryDatabase;
let tracks: TrackStore;
let moved: MovedFiles;
beforeEach(async () => {
  database = openDatabase(':memory:');
  tracks = new TrackStore(database);
  moved = new MovedFiles(database);
  await scan(A);
  tag(A);
});
afterEach(() => database.close());

/** A scan that finds these files alone; every one of them has a size of its own in all places. */
const scan = (...paths: readonly string[]) =>
  new ScanStore(database).reconcile(
    ROOT,
    paths.map((path) => ({ path, ...SIZE })),
    [],
  );
const SIZE = { size: 7, modifiedMilliseconds: 7 };
const tag = (path: string, isOurs = true) => tracks.saveGenres(path, ['Rock'], { ...SIZE, isOurs });
/** A time later than all that was told before. */
async function later(): Promise<string> {
  const now = Date.now();
  while (Date.now() <= now + 1) await new Promise((done) => setTimeout(done, 1));
  return new Date(now + 1).toISOString();
}

async function libraryPath(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'genrescope-moved-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return join(folder, 'library.db');
}

describe('files that were tagged', () => {
  it('are followed from path to path, and back', async () => {
    await scan(B);
    expect(moved.pathOf(A, EARLIER)).toBe(B);
    await scan(C);
    expect(moved.pathOf(A, EARLIER)).toBe(C);
    expect(moved.pathOf(B, EARLIER)).toBe(C);
    await scan(A);
    expect(moved.pathOf(A, EARLIER)).toBe(A);
    expect(moved.pathOf('/music/other.mp3', EARLIER)).toBe('/music/other.mp3');
  });

  it('are told from a file that came to their place later', async () => {
    await scan(B);
    const between = await later();
    await new ScanStore(database).reconcile(
      ROOT,
      [
        { path: A, size: 1, modifiedMilliseconds: 1 },
        { path: B, ...SIZE },
      ],
      [],
    );
    expect(moved.pathOf(A, between)).toBe(A);
    tracks.saveGenres(A, ['Jazz'], { size: 1, modifiedMilliseconds: 1, isOurs: true });
    await new ScanStore(database).reconcile(
      ROOT,
      [
        { path: C, size: 1, modifiedMilliseconds: 1 },
        { path: B, ...SIZE },
      ],
      [],
    );
    expect(moved.pathOf(A, EARLIER)).toBe(B);
    expect(moved.pathOf(A, between)).toBe(C);
  });

  it('are followed after they were brought back once, and where their folder or a missing one was found', async () => {
    tag(A, false);
    await moveFolder(database, { root: ROOT, from: ROOT, to: '/archive' });
    expect(moved.pathOf(A, EARLIER)).toBe('/archive/a.mp3');
    await new ScanStore(database).reconcile('/archive', [], []);
    new MissingStore(database).moveTo(tracks.idOf('/archive/a.mp3')!, '/archive', { path: C, ...SIZE });
    expect(moved.pathOf(A, EARLIER)).toBe(C);
  });
});

it('keeps nothing of files that were never tagged, nor of marks in paths', async () => {
  const rows = () => database.prepare('SELECT path, now FROM moved_files').all();
  const other = '/music/other.mp3';
  await new ScanStore(database).reconcile(
    ROOT,
    [
      { path: A, ...SIZE },
      { path: other, size: 2, modifiedMilliseconds: 2 },
    ],
    [],
  );
  await moveFolder(database, { root: ROOT, from: ROOT, to: '/archive' });
  expect(rows()).toEqual([{ path: A, now: '/archive/a.mp3' }]);
  new LabelStore(database).edit([tracks.idOf('/archive/a.mp3')!], { kind: 'set', genres: ['Jazz'] });
  database.exec(`UPDATE tracks SET path = path || char(1) || id`);
  expect(rows()).toHaveLength(1);
});

it('follows what was tagged before it kept this', async () => {
  const path = await libraryPath();
  const step = MIGRATIONS.findIndex((sql) => sql.includes('was_tagged'));
  const earlier = new Database(path);
  earlier.exec(`BEGIN; ${MIGRATIONS.slice(0, step).join(';')}; PRAGMA user_version = ${step}; COMMIT`);
  earlier.exec(`
    INSERT INTO tracks (root, path, file_name, folder, size, modified, written_genres)
    VALUES ('${ROOT}', '${A}', 'a.mp3', '${ROOT}', 7, 7, '["Rock"]')`);
  earlier.close();
  const library = openDatabase(path);
  await moveFolder(library, { root: ROOT, from: ROOT, to: '/archive' });
  expect(new MovedFiles(library).pathOf(A, EARLIER)).toBe('/archive/a.mp3');
  library.close();
});

describe('a library on the disk', () => {
  const place = (path: string) => withMovedFiles(path, async (pathOf) => Promise.resolve(pathOf(A, EARLIER)));

  it('is asked, and where it is not there or damaged, files lie where they did', async () => {
    const path = await libraryPath();
    expect(await place(path)).toBe(A);
    await expect(rm(path)).rejects.toThrow('ENOENT');
    const library = openDatabase(path);
    library.exec(`INSERT INTO moved_files (path, moved_at, now) VALUES ('${A}', '2026-01-01T00:00:00.000Z', '${B}')`);
    expect(await place(path)).toBe(B);
    library.close();
    await writeFile(path, 'no library');
    expect(await place(path)).toBe(A);
  });
});
