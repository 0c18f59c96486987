import { expect, it } from 'vitest';
import { EVERY_TRACK } from '../contract/library.ts';
import type { TrackGroup } from '../contract/library.ts';
import type { LibraryDatabase } from './database.ts';
import { openDatabase } from './database.ts';
import { queryIds } from './library-query.ts';
import { keptOverview, overviewOf } from './overview.ts';

const ROOT = '/music';
const ALL = { kind: 'all' } as const;

interface MadeUp {
  readonly path: string;
  readonly predicted?: string;
  readonly confidence?: number;
  readonly genres?: readonly string[];
  readonly styles?: readonly string[];
  readonly year?: number;
}

function libraryOf(tracks: readonly MadeUp[]): LibraryDatabase {
  const database = openDatabase(':memory:');
  const insert = database.prepare(
    `INSERT INTO tracks (id, root, path, file_name, folder, size, modified, predicted, confidence, genres, styles, year, status)
     VALUES (?, ?, ?, ?, ?, 1, 1, ?, ?, ?, ?, ?, ?)`,
  );
  tracks.forEach(({ path, predicted = null, confidence = null, genres = [], styles = [], year = null }, index) => {
    const whole = `${ROOT}/${path}`;
    const slash = whole.lastIndexOf('/');
    const place = [index + 1, ROOT, whole, whole.slice(slash + 1), whole.slice(0, slash)];
    const said = [predicted, confidence, JSON.stringify(genres), JSON.stringify(styles), year];
    insert.run(...place, ...said, predicted === null ? 'waiting' : 'done');
  });
  return database;
}

const LIBRARY: readonly MadeUp[] = [
  { path: 'a.MP3', predicted: 'rock', confidence: 0.95, genres: ['Rock'], styles: ['punk'], year: 1999 },
  { path: 'Jazz/Blue/b.flac', predicted: 'jazz', confidence: 1, genres: ['Rock'], year: 1984 },
  { path: 'Jazz/c.tar.flac', predicted: 'rock', confidence: 0.05, year: 0 },
  { path: 'Jazz/no extension', genres: ['Pop'] },
  {
    path: 'Rock/d.mp3',
    predicted: 'rock',
    confidence: 0.31,
    genres: ['Punk Rock'],
    styles: ['punk', 'indie-rock'],
    year: 1999,
  },
];

it('counts everything that there is to filter by', () => {
  expect(overviewOf(libraryOf(LIBRARY), ROOT, ALL)).toEqual({
    tracks: 5,
    genres: [
      { name: 'rock', tracks: 3 },
      { name: 'jazz', tracks: 1 },
    ],
    styles: [
      { name: 'punk', tracks: 2 },
      { name: 'indie-rock', tracks: 1 },
    ],
    confidence: [1, 0, 0, 1, 0, 0, 0, 0, 0, 2],
    agreement: { agrees: 2, disagrees: 1, untagged: 1 },
    folders: [
      { name: './Jazz/', tracks: 3 },
      { name: './.', tracks: 1 },
      { name: './Rock/', tracks: 1 },
    ],
    years: [
      { year: 1984, tracks: 1 },
      { year: 1999, tracks: 2 },
    ],
    formats: [
      { name: 'flac', tracks: 2 },
      { name: 'mp3', tracks: 2 },
      { name: '', tracks: 1 },
    ],
  });
});

it('counts a selection, and nothing of another folder', () => {
  const database = libraryOf(LIBRARY);
  const some = overviewOf(database, ROOT, { kind: 'ids', ids: Int32Array.of(1, 4, 99) });
  expect([some.tracks, some.genres, some.formats.length]).toEqual([2, [{ name: 'rock', tracks: 1 }], 2]);
  expect(overviewOf(database, '/other', ALL)).toMatchObject({ tracks: 0, genres: [], folders: [] });
});

it('knows the folders of a library of several', () => {
  const database = libraryOf(LIBRARY);
  database.exec("INSERT INTO library_folders (path, root) VALUES ('/drive/more', '/music')");
  database.exec("UPDATE tracks SET folder = '/drive/more/Live', path = '/drive/more/Live/d.mp3' WHERE id = 5");
  database.exec("UPDATE tracks SET folder = '/drive/more/Jazz', path = '/drive/more/Jazz/a.MP3' WHERE id = 1");
  const { folders } = overviewOf(database, ROOT, ALL);
  expect(folders.map(({ name }) => name)).toEqual([
    './Jazz/.',
    './Jazz/Blue/',
    '/drive/more/Jazz/',
    '/drive/more/Live/',
  ]);
  const found = (folder: string) => [...queryIds(database, ROOT, { ...EVERY_TRACK, folder })];
  expect(folders.map(({ name }) => found(name))).toEqual([[3, 4], [2], [1], [5]]);
});

it('parts tracks of one folder by those below it', () => {
  const database = libraryOf(LIBRARY);
  const bars = (...ids: readonly number[]) =>
    overviewOf(database, ROOT, { kind: 'ids', ids: Int32Array.from(ids) }).folders.map(({ name }) => name);
  expect(bars(2, 3, 4)).toEqual(['./Jazz/.', './Jazz/Blue/']);
  expect([bars(3, 4), bars(2), bars(1), bars()]).toEqual([['./Jazz/'], ['./Jazz/Blue/'], ['./'], []]);
});

it('finds the tracks of every bar', () => {
  const database = libraryOf(LIBRARY);
  // Contradictions are noted where an analysis is kept.
  database.exec('UPDATE tracks SET disagrees = 1 WHERE id = 2');
  const found = (by: TrackGroup['by'], value: string) => [
    ...queryIds(database, ROOT, { ...EVERY_TRACK, group: { by, value } }),
  ];
  const ofFolder = (folder: string) => [...queryIds(database, ROOT, { ...EVERY_TRACK, folder })];
  expect(['./Jazz/', './.', './Rock/'].map(ofFolder)).toEqual([[2, 3, 4], [1], [5]]);
  expect(found('format', 'flac')).toEqual([2, 3]);
  expect(found('format', '')).toEqual([4]);
  expect(found('agreement', 'agrees')).toEqual([5, 1]);
  expect(found('agreement', 'disagrees')).toEqual([2]);
  expect(found('agreement', 'untagged')).toEqual([3]);
  const ofYear = (text: string) => [...queryIds(database, ROOT, { ...EVERY_TRACK, text })];
  expect([ofYear('year:1984'), ofYear('year:1990..1999')]).toEqual([[2], [5, 1]]);
  expect(found('album', '3')).toEqual([3, 4]);
  expect(found('album', 'none')).toEqual([]);
});

it('counts all tracks again only when the library was changed', () => {
  const database = libraryOf(LIBRARY);
  const first = keptOverview(database, ROOT, ALL);
  expect(first).toEqual(overviewOf(database, ROOT, ALL));
  expect(keptOverview(database, ROOT, ALL)).toBe(first);
  expect(keptOverview(database, ROOT, { kind: 'ids', ids: Int32Array.of(1) }).tracks).toBe(1);
  database.exec("UPDATE tracks SET predicted = 'pop' WHERE predicted = 'jazz'");
  expect(keptOverview(database, ROOT, ALL).genres.map(({ name }) => name)).toEqual(['rock', 'pop']);
  database.close();
});
