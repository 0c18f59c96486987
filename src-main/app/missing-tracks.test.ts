import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { EVERY_TRACK } from '../contract/library.ts';
import type { LibraryDatabase } from '../library/database.ts';
import { openDatabase } from '../library/database.ts';
import { LabelStore } from '../library/label-store.ts';
import { queryLibrary } from '../library/library-query.ts';
import { MissingStore } from '../library/missing-store.ts';
import { ScanStore } from '../library/scan-store.ts';
import { TrackStore } from '../library/track-store.ts';
import { findMissing } from './missing-tracks.ts';

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
  expect(missing.remove(music, [idOf('c.mp3')])).toBe(1);
  expect(listed(music)).toEqual(['a.mp3 missing', 'b.mp3 missing']);
  expect(missing.remove(music, null)).toBe(2);
  expect(listed(music)).toEqual([]);
  expect(tracks.idOf(join(music, 'album', 'c.mp3'))).toBeNull();
  await scans.reconcile(music, [{ path: join(music, 'album', 'a.mp3'), size: 1, modifiedMilliseconds: 0 }], []);
  expect(listed(music)).toEqual(['a.mp3 waiting']);
  expect(tracks.rows([idOf('a.mp3')])[0]?.labels).toEqual(['Polka']);
});

it('removes no track whose file is there', async () => {
  await scans.reconcile(music, [{ path: join(music, 'album', 'a.mp3'), size: 1, modifiedMilliseconds: 0 }], []);
  expect(missing.remove(music, [idOf('a.mp3'), idOf('b.mp3')])).toBe(1);
  expect(listed(music)).toEqual(['a.mp3 waiting', 'c.mp3 missing']);
});
