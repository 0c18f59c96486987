import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { EVERY_TRACK } from '../contract/library.ts';
import type { LibraryDatabase } from './database.ts';
import { openDatabase } from './database.ts';
import { FolderStore } from './folder-store.ts';
import { foldersIn } from './folder-counts.ts';
import { queryIds } from './library-query.ts';

const ROOT = join('/', 'music');

let database: LibraryDatabase;
beforeEach(() => {
  database = openDatabase(':memory:');
  const insert = database.prepare(
    "INSERT INTO tracks (root, path, file_name, folder, size, modified) VALUES (?, ?, '', ?, 1, 1)",
  );
  const paths = ['a.mp3', 'Jazz/b.mp3', 'Jazz/Live/c.mp3', 'Jazz/Live/d.mp3', 'Jazz%/e.mp3', 'Box 10/f.mp3', 'Box 9/g'];
  for (const path of paths) insert.run(ROOT, join(ROOT, path), dirname(join(ROOT, path)));
});
afterEach(() => database.close());

it('counts tracks in and below the folders of a folder', () => {
  expect(foldersIn(database, ROOT, '')).toEqual([
    { name: 'Box 9', tracks: 1, hasFolders: false },
    { name: 'Box 10', tracks: 1, hasFolders: false },
    { name: 'Jazz', tracks: 3, hasFolders: true },
    { name: 'Jazz%', tracks: 1, hasFolders: false },
  ]);
  expect(foldersIn(database, ROOT, 'Jazz')).toEqual([{ name: 'Live', tracks: 2, hasFolders: false }]);
  expect(foldersIn(database, ROOT, 'Jazz/Live')).toEqual([]);
});

it('lists the other folders of a library by their paths', () => {
  const other = join('/', 'mnt', 'records');
  new FolderStore(database).add(ROOT, other);
  const insert = database.prepare(
    "INSERT INTO tracks (root, path, file_name, folder, size, modified) VALUES (?, ?, '', ?, 1, 1)",
  );
  for (const path of ['x.mp3', 'Dub/y.mp3']) insert.run(ROOT, join(other, path), dirname(join(other, path)));
  expect(foldersIn(database, ROOT, '').at(-1)).toEqual({ name: '/mnt/records', tracks: 2, hasFolders: true });
  expect(foldersIn(database, ROOT, '/mnt/records')).toEqual([{ name: 'Dub', tracks: 1, hasFolders: false }]);
  expect(queryIds(database, ROOT, { ...EVERY_TRACK, folder: '/mnt/records/Dub' })).toHaveLength(1);
  expect(queryIds(database, ROOT, { ...EVERY_TRACK, text: 'folder:/mnt/records/dub' })).toHaveLength(1);
});

it.each([
  ['Jazz', 3],
  ['Jazz%', 1],
  ['Jaz', 0],
  ['../music', 0],
  ['', 7],
])('finds the tracks in and below %j', (folder, tracks) =>
  expect(queryIds(database, ROOT, { ...EVERY_TRACK, folder })).toHaveLength(tracks),
);
