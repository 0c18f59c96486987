import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ScannedFile } from '../contract/scanned-file.ts';
import type { LibraryDatabase } from './database.ts';
import { openDatabase } from './database.ts';
import { ScanStore } from './scan-store.ts';

const ROOT = '/music';
const FILES = 3_500;
const IDENTITY = { model: 'm', specHash: 's', window: '30s' };

let database: LibraryDatabase;
let scans: ScanStore;
beforeEach(() => {
  database = openDatabase(':memory:');
  scans = new ScanStore(database);
});
afterEach(() => database.close());

const file = (index: number): ScannedFile => ({
  path: `${ROOT}/${String(index).padStart(4, '0')}.mp3`,
  size: 1,
  modifiedMilliseconds: index,
});
const files = Array.from({ length: FILES }, (_, index) => file(index));
const counts = () =>
  database.prepare('SELECT status, count(*) AS tracks FROM tracks GROUP BY status ORDER BY status').all() as {
    status: string;
    tracks: number;
  }[];

async function due(): Promise<string[]> {
  const paths: string[] = [];
  for await (const piece of scans.dueFiles(ROOT, IDENTITY))
    paths.push(...piece.flatMap(({ path, isDue }) => (isDue ? [path] : [])));
  return paths;
}

/** How often others have their turn while something is done. */
async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  let isDone = false;
  const count = () => {
    turns += 1;
    if (!isDone) setImmediate(count);
  };
  setImmediate(count);
  await work();
  isDone = true;
  return turns;
}

it('takes a large folder in piece by piece, and knows it again', async () => {
  expect(await turnsDuring(() => scans.reconcile(ROOT, files, []))).toBeGreaterThan(FILES / 1_000);
  expect(await due()).toEqual(files.map(({ path }) => path));
  expect(await turnsDuring(due)).toBeGreaterThan(2);
  database.exec("UPDATE tracks SET status = 'failed', error_code = 'file-corrupt'");
  const changes = database.prepare('SELECT total_changes() AS changes');
  const before = changes.get() as { changes: number };
  expect(await turnsDuring(() => scans.reconcile(ROOT, files, []))).toBeGreaterThan(FILES / 1_000);
  expect((changes.get() as { changes: number }).changes).toBe(before.changes);
  expect(await due()).toEqual([]);
});

it('finds changed, moved, new and missing files wherever they are in a large folder', async () => {
  await scans.reconcile(ROOT, files, []);
  database.exec("UPDATE tracks SET status = 'failed', error_code = 'file-corrupt'");
  const moved = { ...file(3_300), path: `${ROOT}/a/3300.mp3` };
  const changed = { ...file(2_200), size: 2 };
  const fresh = { ...file(1), path: `${ROOT}/0000/new.mp3` };
  const kept = files.filter((_, index) => index < 1_500 || index > 3_400);
  const id = database.prepare('SELECT id FROM tracks WHERE path = ?');
  const before: unknown = id.get(file(3_300).path);
  await scans.reconcile(ROOT, [...kept, moved, changed, fresh], []);
  expect(id.get(moved.path)).toMatchObject({ id: (before as { id: number }).id });
  expect(await due()).toEqual([fresh.path, changed.path]);
  expect(counts()).toMatchObject([
    { status: 'failed', tracks: kept.length + 1 },
    { status: 'missing', tracks: FILES - kept.length - 2 },
    { status: 'waiting', tracks: 2 },
  ]);
});

it('loses nothing in a folder that cannot be looked into', async () => {
  const album = { path: `${ROOT}/album/a.mp3`, size: 1, modifiedMilliseconds: 1 };
  await scans.reconcile(ROOT, [album, file(0)], []);
  const error = { code: 'disk-failure', message: 'no' } as const;
  await scans.reconcile(ROOT, [], [{ path: `${ROOT}/album`, error }]);
  const statusOf = database.prepare('SELECT status FROM tracks WHERE path = ?');
  expect([album, file(0)].map(({ path }) => statusOf.get(path))).toMatchObject([
    { status: 'waiting' },
    { status: 'missing' },
  ]);
});
