import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { EVERY_TRACK } from '../contract/library.ts';
import type { LibraryDatabase } from './database.ts';
import { openDatabase } from './database.ts';
import { FolderStore } from './folder-store.ts';
import { LabelStore } from './label-store.ts';
import { queryLibrary } from './library-query.ts';
import { MissingStore } from './missing-store.ts';
import { knownPaths, moveFolder } from './moved-library.ts';
import { ScanStore } from './scan-store.ts';
import { TrackStore } from './track-store.ts';

const [OLD, NEW, OTHER] = ['/music', '/archive/music', '/records'] as const;

let database: LibraryDatabase;
let tracks: TrackStore;
let scans: ScanStore;
const fileAt = (path: string) => ({ path, size: 1, modifiedMilliseconds: 1 });
const idOf = (path: string) => tracks.idOf(path)!;
const idsOf = (root: string, text = '') => [...queryLibrary(database, root, { ...EVERY_TRACK, text }).ids];

beforeEach(async () => {
  database = openDatabase(':memory:');
  tracks = new TrackStore(database);
  scans = new ScanStore(database);
  new FolderStore(database).add(OLD, OTHER);
  await scans.reconcile(OLD, [`${OLD}/a.mp3`, `${OLD}/jazz/b.mp3`, `${OTHER}/c.mp3`].map(fileAt), []);
});
afterEach(() => database.close());

it('keeps tracks, labels and other folders under the new path, and finds them by it', async () => {
  const ids = idsOf(OLD);
  new LabelStore(database).edit([idOf(`${OLD}/a.mp3`)], { kind: 'set', genres: ['Jazz'] });
  await moveFolder(database, { root: OLD, from: OLD, to: NEW });
  expect(idsOf(OLD)).toEqual([]);
  expect(idsOf(NEW).sort()).toEqual([...ids].sort());
  expect(knownPaths(database, NEW, NEW, 9)).toEqual([join(NEW, 'a.mp3'), join(NEW, 'jazz', 'b.mp3')]);
  expect(knownPaths(database, NEW, OTHER, 9)).toEqual([join(OTHER, 'c.mp3')]);
  expect(new FolderStore(database).of(NEW)).toEqual([NEW, OTHER]);
  expect(tracks.rows([idOf(`${NEW}/a.mp3`)])[0]?.labels).toEqual(['Jazz']);
  expect(idsOf(NEW, 'folder:jazz')).toHaveLength(1);
  await scans.reconcile(NEW, [`${NEW}/a.mp3`, `${NEW}/jazz/b.mp3`, `${OTHER}/c.mp3`].map(fileAt), []);
  expect(idsOf(NEW).sort()).toEqual([...ids].sort());
});

it('takes the place of tracks that the library has met there since, but not of labelled ones', async () => {
  await scans.reconcile(NEW, [`${NEW}/a.mp3`, `${NEW}/jazz/b.mp3`].map(fileAt), []);
  const [old, labelled] = [idOf(`${OLD}/a.mp3`), idOf(`${NEW}/jazz/b.mp3`)];
  new LabelStore(database).edit([labelled], { kind: 'set', genres: ['Jazz'] });
  await moveFolder(database, { root: OLD, from: OLD, to: NEW });
  expect(idOf(`${NEW}/a.mp3`)).toBe(old);
  expect(idOf(`${NEW}/jazz/b.mp3`)).toBe(labelled);
});

it('lets a removal be undone under the new path', async () => {
  await scans.reconcile(OLD, [`${OLD}/a.mp3`, `${OTHER}/c.mp3`].map(fileAt), []);
  const missing = new MissingStore(database);
  await missing.remove(OLD, null);
  await moveFolder(database, { root: OLD, from: OLD, to: NEW });
  await missing.undo();
  expect(idsOf(NEW)).toHaveLength(3);
  await missing.redo();
  expect(idsOf(NEW)).toHaveLength(2);
});

it('moves another folder of a library, and leaves the others', async () => {
  const ids = idsOf(OLD);
  await moveFolder(database, { root: OLD, from: OTHER, to: NEW });
  expect(new FolderStore(database).of(OLD)).toEqual([OLD, NEW]);
  expect(knownPaths(database, OLD, NEW, 9)).toEqual([join(NEW, 'c.mp3')]);
  expect(knownPaths(database, OLD, OLD, 9)).toHaveLength(2);
  expect(idsOf(OLD).sort()).toEqual([...ids].sort());
});
