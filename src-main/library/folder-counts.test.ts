import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { FolderCount, LibraryFilters } from '../contract/library.ts';
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

/** Adds a second folder to the library. */
function addRecords(...paths: readonly string[]): void {
  const other = join('/', 'mnt', 'records');
  new FolderStore(database).add(ROOT, other);
  const insert = database.prepare(
    "INSERT INTO tracks (root, path, file_name, folder, size, modified) VALUES (?, ?, '', ?, 1, 1)",
  );
  for (const path of paths) insert.run(ROOT, join(other, path), dirname(join(other, path)));
}

const found = (filters: Partial<LibraryFilters>) => [...queryIds(database, ROOT, { ...EVERY_TRACK, ...filters })];

it('counts tracks in and below the folders of a folder, and its own', () => {
  expect(foldersIn(database, ROOT, './')).toEqual([
    { folder: './Box 9/', tracks: 1, hasFolders: false },
    { folder: './Box 10/', tracks: 1, hasFolders: false },
    { folder: './Jazz/', tracks: 3, hasFolders: true },
    { folder: './Jazz%/', tracks: 1, hasFolders: false },
    { folder: './.', tracks: 1, hasFolders: false },
  ]);
  expect(foldersIn(database, ROOT, './Jazz/')).toEqual([
    { folder: './Jazz/Live/', tracks: 2, hasFolders: false },
    { folder: './Jazz/.', tracks: 1, hasFolders: false },
  ]);
  expect(foldersIn(database, ROOT, './Jazz/Live/')).toEqual([]);
});

it('lists the other folders of a library by their paths', () => {
  addRecords('x.mp3', 'Dub/y.mp3');
  expect(foldersIn(database, ROOT, './').at(-1)).toEqual({ folder: '/mnt/records/', tracks: 2, hasFolders: true });
  expect(foldersIn(database, ROOT, '/mnt/records/')).toEqual([
    { folder: '/mnt/records/Dub/', tracks: 1, hasFolders: false },
    { folder: '/mnt/records/.', tracks: 1, hasFolders: false },
  ]);
});

it('finds the tracks of every row, and so does the search', () => {
  addRecords('Jazz/x.mp3', 'Jazz/Live/y.mp3', 'z.mp3');
  const rows = (folder: string): FolderCount[] =>
    foldersIn(database, ROOT, folder).flatMap((row) => [row, ...(row.hasFolders ? rows(row.folder) : [])]);
  const all = rows('./');
  expect(all).toHaveLength(12);
  for (const { folder, tracks } of all) {
    expect(found({ folder }), folder).toHaveLength(tracks);
    expect(found({ text: `folder:"${folder}"` }), folder).toEqual(found({ folder }));
  }
});

it.each([
  ['./Jazz', 3],
  ['./Jaz', 4],
  ['./jazz/', 3],
  ['./live', 0],
  ['./Jazz%/', 1],
  ['./Jazz/.', 1],
  ['./jazz/.', 0],
  ['./', 7],
  ['./.', 1],
  ['../music', 0],
  ['/music/Jazz', 3],
  ['/music/Jaz', 4],
  ['/music', 7],
  ['/mus', 0],
  ['*/Jazz', 5],
  ['*/records', 1],
  ['/mnt/records/jazz', 2],
  ['/mnt/records/Jazz/.', 1],
  ['jazz', 6],
  ['', 10],
])('finds the tracks of %j', (folder, tracks) => {
  addRecords('Jazz/x.mp3', 'Jazz/Live/y.mp3', 'z.mp3');
  expect(found({ folder })).toHaveLength(tracks);
  if (folder !== '') expect(found({ text: `path:${folder}` })).toHaveLength(tracks);
});

it('keeps folders apart that differ in case or accents alone', () => {
  addRecords('Björk/x.mp3', 'Bjork/y.mp3', 'bjork/z.mp3');
  expect(found({ folder: '/mnt/records/Bjork/' })).toHaveLength(1);
  expect(found({ folder: '/mnt/records/BJORK' })).toHaveLength(3);
});
