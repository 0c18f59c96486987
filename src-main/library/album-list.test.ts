import { beforeEach, expect, it } from 'vitest';
import { albumIds, albumRows } from './album-list.ts';
import type { LibraryDatabase } from './database.ts';
import { openDatabase } from './database.ts';

const ROOT = '/music';
const ALL = { kind: 'all' } as const;
let database: LibraryDatabase;

function add(id: number, path: string, album: string, artist: string, predicted: string | null = null): void {
  const whole = `${ROOT}/${path}`;
  const slash = whole.lastIndexOf('/');
  database
    .prepare(
      `INSERT INTO tracks (id, root, path, file_name, folder, size, modified, album, artist, predicted)
       VALUES (?, ?, ?, ?, ?, 1, 1, ?, ?, ?)`,
    )
    .run(id, ROOT, whole, whole.slice(slash + 1), whole.slice(0, slash), album, artist, predicted);
}

beforeEach(() => {
  database = openDatabase(':memory:');
  add(1, 'x/1.mp3', 'Tides', 'Zoe', 'jazz');
  add(2, 'x/2.mp3', 'Tides', 'Zoe', 'rock');
  add(3, 'x/3.mp3', 'Tides', 'Zoe', 'rock');
  // Another album of the same name, and one below.
  add(4, 'y/1.mp3', 'Tides', 'Adam');
  add(5, 'x/bonus/1.mp3', 'Tides', 'Zoe');
  add(6, 'mix/1.mp3', '', 'Adam', 'pop');
  add(7, 'mix/2.mp3', '', 'Eve', 'pop');
  add(8, 'loose.mp3', '', '');
});

it('lists albums by artist and title, those of no artist last', () => {
  expect([...albumIds(database, ROOT, ALL)]).toEqual([4, 6, 1, 5, 8]);
  expect([...albumIds(database, ROOT, { kind: 'ids', ids: Int32Array.of(3, 8) })]).toEqual([3, 8]);
  expect([...albumIds(database, '/other', ALL)]).toEqual([]);
});

it('says of an album what most of its tracks have', () => {
  expect(albumRows(database, ROOT, [1, 6, 8, 99, 5])).toEqual([
    { id: 1, title: 'Tides', folder: 'x', artist: 'Zoe', genre: 'rock', tracks: 3 },
    { id: 6, title: '', folder: 'mix', artist: null, genre: 'pop', tracks: 2 },
    { id: 8, title: '', folder: 'music', artist: '', genre: null, tracks: 1 },
    { id: 5, title: 'Tides', folder: 'bonus', artist: 'Zoe', genre: null, tracks: 1 },
  ]);
});
