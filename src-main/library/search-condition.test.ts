import { basename, dirname, join, relative } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { foldText } from '../contract/fold-text.ts';
import { EVERY_TRACK } from '../contract/library.ts';
import { parseSearch } from '../contract/parse-search.ts';
import type { SearchState, SearchTest } from '../contract/search-query.ts';
import { NUMBER_FIELDS, SEARCH_STATES, TEXT_FIELDS, UNSURE_BELOW } from '../contract/search-query.ts';
import { isInRange } from '../contract/search-range.ts';
import { TRACK_STATUSES } from '../contract/values.ts';
import type { LibraryDatabase } from './database.ts';
import { openDatabase } from './database.ts';
import { queryIds } from './library-query.ts';
import { foldFolder, foldGenre } from './names-with-letters.ts';
import { searchText } from './search-text.ts';

const ROOT = '/music';
const GENRES = ['rock', 'Köln Rock', 'hiphop', 'drum-and-bass', 'R&B'];

interface Row {
  readonly folder: string;
  readonly file: string;
  readonly title: string;
  readonly artist: string;
  readonly album: string;
  readonly genres: readonly string[];
  readonly styles: readonly string[];
  readonly labels: readonly string[];
  readonly predicted: string | null;
  readonly confidence: number | null;
  readonly year: number | null;
  readonly bpm: number | null;
  readonly status: string;
}

const name = fc
  .array(fc.constantFrom('Ärger', 'orsted', 'Ørsted', 'a"b', 'straße', 'x', '-', '%', '😀', '\0'), { maxLength: 3 })
  .map((words) => words.join(' '));
const names = fc.uniqueArray(fc.constantFrom(...GENRES), { maxLength: 2 });
const row: fc.Arbitrary<Row> = fc.record({
  folder: fc.constantFrom('', 'Jazz', 'Jazz/Björk', 'Größe 2'),
  file: fc.constantFrom('one.mp3', 'Zwölf.flac', 'x.ogg'),
  title: name,
  artist: name,
  album: name,
  genres: names,
  styles: names,
  labels: names,
  predicted: fc.option(fc.constantFrom(...GENRES)),
  confidence: fc.option(fc.constantFrom(0.2, 0.6, 0.75, 0.8, 1)),
  year: fc.option(fc.constantFrom(60, 79, 80, 1994)),
  bpm: fc.option(fc.constantFrom(59.5, 79.5, 80.4, 128)),
  status: fc.constantFrom(...TRACK_STATUSES),
});

const value = fc.constantFrom(
  ...['ärger', 'ORSTED', '"orsted x"', 'a"b', 'strasse', 'ss', 'x', '😀', 'jazz/bjork', '/music/jazz', 'zwolf', '%'],
  ...['rock', 'koln', 'hip-hop', '"drum & bass"', 'r&b', '""', '\0', 'jazz', 'groesse'],
);
const range = fc.constantFrom('<60', '<=60', '>80', '75..', '..75', '60..80', '80', '80%', 'x');
const part = fc.oneof(
  value,
  fc.tuple(fc.constantFrom(...TEXT_FIELDS), value).map(([field, text]) => `${field}:${text}`),
  fc.tuple(fc.constantFrom(...NUMBER_FIELDS), range).map(([field, text]) => `${field}:${text}`),
  fc.constantFrom(...SEARCH_STATES, 'good').map((state) => `is:${state}`),
);
const search = fc
  .array(fc.tuple(fc.constantFrom('', '', '-'), part), { minLength: 1, maxLength: 3 })
  .map((parts) => parts.map(([minus, text]) => minus + text).join(' '));

let database: LibraryDatabase;
beforeEach(() => (database = openDatabase(':memory:')));
afterEach(() => database.close());

const pathOf = ({ folder, file }: Row, index: number) => join(ROOT, folder, String(index), file);

function add(row: Row, index: number): void {
  const path = pathOf(row, index);
  const columns = 'id, root, path, file_name, folder, size, modified, title, artist, album, genres, styles';
  database
    .prepare(
      `INSERT INTO tracks (${columns}, predicted, confidence, status, year, bpm, search_text)
      VALUES (?, ?, ?, ?, ?, 1, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      ...[index + 1, ROOT, path, basename(path), dirname(path), row.title, row.artist, row.album],
      ...[JSON.stringify(row.genres), JSON.stringify(row.styles), row.predicted, row.confidence, row.status],
      ...[row.year, row.bpm],
      searchText(path, row),
    );
  const label = database.prepare("INSERT INTO labels VALUES (?, ?, 'hand', '', 0)");
  for (const genre of row.labels) label.run(index + 1, genre);
}

const STATES: Readonly<Record<SearchState, (row: Row) => boolean>> = {
  untagged: ({ genres }) => genres.length === 0,
  labelled: ({ labels }) => labels.length > 0,
  missing: ({ status }) => status === 'missing',
  failed: ({ status }) => status === 'failed',
  unsure: ({ confidence }) => confidence !== null && confidence < UNSURE_BELOW,
};

/** The same search without a database. */
function isFound(row: Row, path: string, test: SearchTest): boolean {
  const has = (text: string, letters: string) => foldText(text).includes(foldText(letters));
  const hasGenre = (genres: readonly string[], letters: string) =>
    genres.some((genre) => foldGenre(genre).includes(foldGenre(letters)));
  if (test.kind === 'state') return STATES[test.state](row);
  if (test.kind === 'range') {
    const value = row[test.field];
    return value !== null && isInRange(test.field === 'confidence' ? value * 100 : value, test.range);
  }
  if (test.kind === 'text') {
    const texts = [row.title, row.artist, row.album, basename(path), basename(dirname(path))];
    const isStyle = /[\p{L}\p{N}]/u.test(test.text) && JSON.stringify(row.styles).includes(foldText(test.text));
    return texts.some((text) => has(text, test.text)) || isStyle;
  }
  const { field, text } = test;
  if (field === 'label') return hasGenre(row.labels, text);
  if (field === 'genre')
    return hasGenre([...row.genres, ...row.styles, ...row.labels, ...(row.predicted ? [row.predicted] : [])], text);
  if (field !== 'folder' && field !== 'path') return has(row[field], text);
  const isWhole = foldFolder(text).startsWith(foldFolder(ROOT));
  return foldFolder(isWhole ? dirname(path) : relative(ROOT, dirname(path))).includes(foldText(text));
}

const found = (text: string) => [...queryIds(database, ROOT, { ...EVERY_TRACK, text })].sort((a, b) => a - b);

describe('searching', () => {
  it('finds what looking at every track finds', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 8 }), search, (rows, text) => {
        database.exec('DELETE FROM labels; DELETE FROM tracks');
        rows.forEach(add);
        const { terms } = parseSearch(text);
        const expected = rows.flatMap((each, index) => {
          const path = pathOf(each, index);
          return terms.every(({ test, isExcluded }) => isFound(each, path, test) !== isExcluded) ? [index + 1] : [];
        });
        expect(found(text)).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  it('takes any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 1_000 }), (text) => {
        expect(found(text)).toEqual([]);
      }),
    );
    expect(found('-a '.repeat(333))).toEqual([]);
    expect(found('genre:a '.repeat(125))).toEqual([]);
  });

  it('finds labels of subgenres', () => {
    const row = { folder: '', file: 'a', title: '', artist: '', album: '', genres: [], styles: [], predicted: null };
    add({ ...row, labels: ['krautrock'], confidence: null, year: null, bpm: null, status: 'waiting' }, 0);
    database.exec("INSERT INTO genres (name, parent) VALUES ('krautrock', 'kosmische')");
    expect(found('label:kosmische')).toEqual([1]);
    expect(found('-genre:kosmische')).toEqual([]);
  });
});
