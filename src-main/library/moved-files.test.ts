import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { LibraryDatabase } from './database.ts';
import { openDatabase } from './database.ts';
import { MIGRATIONS } from './migrations.ts';
import { MissingStore } from './missing-store.ts';
import { MovedFiles, withMovedFiles } from './moved-files.ts';
import { moveFolder } from './moved-library.ts';
import { ScanStore } from './scan-store.ts';
import { TrackStore } from './track-store.ts';

const [ROOT, A, B, C] = ['/music', '/music/a.mp3', '/music/b.mp3', '/music/jazz/c.mp3'];
const EARLIER = '2020-01-01T00:00:00.000Z';

let database: LibraryDatabase;
let moved: MovedFiles;
beforeEach(async () => {
  database = openDatabase(':memory:');
  moved = new MovedFiles(database);
  await scan({ [A]: 7 });
});
afterEach(() => database.close());

/** A scan that finds these files alone, each of a size by which it is known again. */
const scan = (sizes: Readonly<Record<string, number>>, root = ROOT) =>
  new ScanStore(database).reconcile(
    root,
    Object.entries(sizes).map(([path, size]) => ({ path, size, modifiedMilliseconds: size })),
    [],
  );

/** A time later than all that was told before. */
async function later(): Promise<string> {
  const now = Date.now();
  while (Date.now() <= now + 1) await new Promise((done) => setTimeout(done, 1));
  return new Date(now + 1).toISOString();
}

describe('files', () => {
  it('are followed from path to path, and back', async () => {
    await scan({ [B]: 7 });
    expect(moved.pathOf(A, EARLIER)).toBe(B);
    await scan({ [C]: 7 });
    expect([moved.pathOf(A, EARLIER), moved.pathOf(B, EARLIER)]).toEqual([C, C]);
    await scan({ [A]: 7 });
    expect(moved.pathOf(A, EARLIER)).toBe(A);
    expect(moved.pathOf('/music/other.mp3', EARLIER)).toBe('/music/other.mp3');
  });

  it('are told from a file that came to their place later', async () => {
    await scan({ [B]: 7 });
    const between = await later();
    await scan({ [A]: 1, [B]: 7 });
    expect(moved.pathOf(A, between)).toBe(A);
    await scan({ [C]: 1, [B]: 7 });
    expect([moved.pathOf(A, EARLIER), moved.pathOf(A, between)]).toEqual([B, C]);
  });

  it('are followed with their folder, and where a missing one was found', async () => {
    await moveFolder(database, { root: ROOT, from: ROOT, to: '/archive' });
    expect(moved.pathOf(A, EARLIER)).toBe('/archive/a.mp3');
    await scan({}, '/archive');
    const id = new TrackStore(database).idOf('/archive/a.mp3') ?? 0;
    new MissingStore(database).moveTo(id, '/archive', { path: C, size: 7, modifiedMilliseconds: 7 });
    expect(moved.pathOf(A, EARLIER)).toBe(C);
  });

  it('have no marks in their paths, but are followed from a path that had one', () => {
    const rows = () => database.prepare('SELECT path, now FROM moved_files').all();
    database.exec('UPDATE tracks SET path = path || char(1) || id');
    expect(rows()).toEqual([]);
    database.exec(`UPDATE tracks SET path = '${B}'`);
    expect(rows()).toEqual([{ path: A, now: B }]);
  });
});

describe('a library on the disk', () => {
  const place = (path: string) => withMovedFiles(path, (pathOf) => Promise.resolve(pathOf(A, EARLIER)));
  const libraryPath = async () => {
    const folder = await mkdtemp(join(tmpdir(), 'genrescope-moved-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    return join(folder, 'library.db');
  };

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

  it('of an earlier version says nothing, and keeps nobody from undoing', async () => {
    const path = await libraryPath();
    const step = MIGRATIONS.findIndex((sql) => sql.includes('moved_files'));
    const earlier = new Database(path);
    earlier.exec(`BEGIN; ${MIGRATIONS.slice(0, step).join(';')}; PRAGMA user_version = ${step}; COMMIT`);
    earlier.close();
    expect(await place(path)).toBe(A);
  });
});
