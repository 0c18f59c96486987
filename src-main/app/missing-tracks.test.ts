import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { EVERY_TRACK } from '../contract/library.ts';
import { KEPT_REMOVALS } from '../contract/steps.ts';
import type { LibraryDatabase } from '../library/database.ts';
import { openDatabase } from '../library/database.ts';
import { LabelStore } from '../library/label-store.ts';
import { queryLibrary } from '../library/library-query.ts';
import { MissingStore } from '../library/missing-store.ts';
import { ScanStore } from '../library/scan-store.ts';
import { TrackStore } from '../library/track-store.ts';
import { findMissing } from './missing-tracks.ts';

type Row = Readonly<Record<string, unknown>>;

let folder = '';
let music = '';
let database: LibraryDatabase;
let tracks: TrackStore;
let scans: ScanStore;
let missing: MissingStore;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'genrescope-missing-'));
  music = join(folder, 'music');
  await mkdir(join(music, 'album'), { recursive: true });
  for (const [index, name] of ['a.mp3', 'b.mp3', 'c.mp3'].entries())
    await writeFile(join(music, 'album', name), 'x'.repeat(index + 1));
  database = openDatabase(':memory:');
  tracks = new TrackStore(database);
  scans = new ScanStore(database);
  missing = new MissingStore(database);
  const files = ['a.mp3', 'b.mp3', 'c.mp3'].map((name, index) => ({
    path: join(music, 'album', name),
    size: index + 1,
    modifiedMilliseconds: index,
  }));
  await scans.reconcile(music, files, []);
  await scans.reconcile(music, [], []);
});
afterEach(async () => {
  database.close();
  await rm(folder, { recursive: true });
});

const idOf = (name: string) => tracks.idOf(join(music, 'album', name))!;
const ids = (...tracks: number[]) => Int32Array.from(tracks);
const listed = (root: string) =>
  tracks
    .rows([...queryLibrary(database, root, EVERY_TRACK).ids])
    .map(({ fileName, status }) => `${fileName} ${status}`);

it('finds missing tracks where their folder, or a part of it, was moved to', async () => {
  const [a, b] = [idOf('a.mp3'), idOf('b.mp3')];
  const moved = join(folder, 'elsewhere');
  await rename(join(music, 'album'), moved);
  // Another file of the same name is not the track.
  await writeFile(join(moved, 'c.mp3'), 'another');
  expect(await findMissing(missing, [music], moved)).toEqual({ found: 2, missing: 1, folder: moved });
  expect([tracks.idOf(join(moved, 'a.mp3')), tracks.idOf(join(moved, 'b.mp3'))]).toEqual([a, b]);
  expect(listed(music)).toEqual(['c.mp3 missing']);
});

it('keeps tracks in their folder where they are found within it, in place of newer ones without labels', async () => {
  await rename(join(music, 'album'), join(music, 'renamed'));
  const [a, b] = [idOf('a.mp3'), idOf('b.mp3')];
  const place = (name: string) => ({ path: join(music, 'renamed', name), size: 9, modifiedMilliseconds: 9 });
  await scans.reconcile(music, [place('a.mp3'), place('b.mp3')], []);
  new LabelStore(database).edit([tracks.idOf(place('b.mp3').path)!], { kind: 'set', genres: ['Polka'] });
  expect(await findMissing(missing, [music], join(music, 'renamed'))).toEqual({ found: 2, missing: 1, folder: music });
  expect(tracks.idOf(place('a.mp3').path)).toBe(a);
  expect(tracks.idOf(place('b.mp3').path)).not.toBe(b);
});

it('removes missing tracks, and keeps labels until their files are back', async () => {
  const labels = new LabelStore(database);
  labels.edit([idOf('a.mp3')], { kind: 'set', genres: ['Polka'] });
  labels.edit([idOf('b.mp3')], { kind: 'set', genres: ['Waltz'] });
  labels.undo();
  expect(await missing.remove(music, ids(idOf('c.mp3')))).toBe(1);
  expect(listed(music)).toEqual(['a.mp3 missing', 'b.mp3 missing']);
  expect(await missing.remove(music, null)).toBe(2);
  expect(listed(music)).toEqual([]);
  await scans.reconcile(music, [{ path: join(music, 'album', 'a.mp3'), size: 1, modifiedMilliseconds: 0 }], []);
  expect(listed(music)).toEqual(['a.mp3 waiting']);
  expect(tracks.rows([idOf('a.mp3')])[0]?.labels).toEqual(['Polka']);
});

it('removes no track whose file is there', async () => {
  await scans.reconcile(music, [{ path: join(music, 'album', 'a.mp3'), size: 1, modifiedMilliseconds: 0 }], []);
  expect(await missing.remove(music, ids(idOf('a.mp3'), idOf('b.mp3')))).toBe(1);
  expect(listed(music)).toEqual(['a.mp3 waiting', 'c.mp3 missing']);
});

it('brings removed tracks back as they were, and removes them again', async () => {
  const c = idOf('c.mp3');
  const kept = () => {
    const {
      removal: _removal,
      _metadata,
      ...facts
    } = database.prepare('SELECT * FROM tracks WHERE id = ?').get(c) as Row;
    return facts;
  };
  const before = kept();
  await missing.remove(music, ids(c));
  expect(listed(music)).toEqual(['a.mp3 missing', 'b.mp3 missing']);
  expect(await missing.undo()).toEqual({ what: 'Remove 1 Missing Track', ids: ids(c) });
  expect(kept()).toEqual(before);
  expect(await missing.redo()).toEqual({ what: 'Remove 1 Missing Track', ids: ids(c) });
  // A file that is found again is no longer removed.
  await scans.reconcile(music, [{ path: join(music, 'album', 'c.mp3'), size: 3, modifiedMilliseconds: 2 }], []);
  expect(await missing.undo()).toEqual({ what: 'Remove 1 Missing Track', ids: ids() });
  expect(listed(music)).toContain('c.mp3 waiting');
});

it('keeps the tracks of the last removals and of labels, and deletes those of older ones', async () => {
  new LabelStore(database).edit([idOf('a.mp3')], { kind: 'set', genres: ['Polka'] });
  const names = Array.from({ length: KEPT_REMOVALS }, (_, index) => `${index}.mp3`);
  const files = names.map((name, index) => ({
    path: join(music, 'album', name),
    size: 50 + index,
    modifiedMilliseconds: 9,
  }));
  await scans.reconcile(music, files, []);
  await scans.reconcile(music, [], []);
  expect(await missing.remove(music, ids(idOf('a.mp3'), idOf('b.mp3')))).toBe(2);
  for (const name of names) await missing.remove(music, ids(idOf(name)));
  await missing.deleteForgotten();
  expect(tracks.idOf(join(music, 'album', 'b.mp3'))).toBeNull();
  expect(idOf('a.mp3')).toBeGreaterThan(0);
  for (const name of names.toReversed()) expect((await missing.undo())?.ids).toEqual(ids(idOf(name)));
  expect(await missing.undo()).toBeNull();
});

it('reads many missing tracks some at a time, so that others have their turn', async () => {
  database.exec(`
    WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 12000)
    INSERT INTO tracks (root, path, file_name, folder, size, modified, search_text, status)
    SELECT '${music}', '${music}/' || n || '.mp3', n || '.mp3', '${music}', 1, 1, '', 'missing' FROM numbers`);
  let turns = 0;
  let found = 0;
  for await (const some of missing.tracks(music)) {
    setImmediate(() => (turns += 1));
    found += some.length;
  }
  expect(found).toBe(12_003);
  expect(turns).toBeGreaterThan(1);
});

it('leaves missing tracks out where files are asked for, in the order of the question', () => {
  const [a, b, c] = [idOf('a.mp3'), idOf('b.mp3'), idOf('c.mp3')];
  database.exec("UPDATE tracks SET status = 'done' WHERE file_name <> 'b.mp3'");
  expect(tracks.filesOf([c, b, a])).toEqual(['c.mp3', 'a.mp3'].map((name) => join(music, 'album', name)));
});
