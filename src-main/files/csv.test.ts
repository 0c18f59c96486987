import { describe, expect, it } from 'vitest';
import { asWritten, harmless } from '../contract/harmless-cell.ts';
import { csvCell, csvHeader, parseCsv } from './csv.ts';

const NASTY = [
  '=1+1',
  "'=1+1",
  "''=x",
  "'plain",
  "it's",
  '+x',
  '-x',
  '@x',
  '\tx',
  '\rx',
  '"',
  '""',
  '"a" b',
  'a "b"',
  ' "x" ',
  ' x ',
  'a;b',
  'a,b',
  'a\tb',
  'a\nb',
  'a\r\nb',
  'a\\b',
  'ü ✓ 🎵',
  'sep=;',
];

describe('parseCsv', () => {
  it.each([',', ';', '\t'])('finds the separator %j in the header', (separator) => {
    const text = `path${separator}genre${separator}artist\na.mp3${separator}"x${separator}y"${separator}Me\n`;
    expect(parseCsv(text)).toEqual([{ path: 'a.mp3', genre: `x${separator}y`, artist: 'Me' }]);
  });

  it('lets the header decide, not the rows', () => {
    expect(parseCsv('path;genre\na, b, c.mp3;Rock\n')).toEqual([{ path: 'a, b, c.mp3', genre: 'Rock' }]);
    expect(parseCsv('path,genre\na;b;c.mp3,x;y\n')).toEqual([{ path: 'a;b;c.mp3', genre: 'x;y' }]);
    expect(csvHeader('"a,b,c";path;genre')).toEqual(['a,b,c', 'path', 'genre']);
  });

  it.each(['sep=;\r\n', '"sep=;"\r\n', 'SEP=;\n', '\uFEFFsep=;\r'])('obeys Excel’s first line %j', (line) => {
    expect(parseCsv(`${line}path;genre\na,b.mp3;Rock\n`)).toEqual([{ path: 'a,b.mp3', genre: 'Rock' }]);
    expect(csvHeader(`${line}path;genre`)).toEqual(['path', 'genre']);
  });

  it.each(['\n', '\r', '\r\n'])('reads lines that end in %j, blank ones among them', (end) => {
    const text = ['path,genre', 'a.mp3,Rock', '', '"b', 'c.mp3",Pop', 'd.mp3,'].join(end);
    const rows = [
      { path: 'a.mp3', genre: 'Rock' },
      { path: `b${end}c.mp3`, genre: 'Pop' },
      { path: 'd.mp3', genre: '' },
    ];
    expect(parseCsv(text)).toEqual(rows);
    expect(parseCsv(text + end + end)).toEqual(rows);
  });

  it.each([
    ['My "Best" Song.mp3', 'My "Best" Song.mp3'],
    ['"Best" Song.mp3', '"Best" Song.mp3'],
    ['12" Mix.mp3', '12" Mix.mp3'],
    ['"Heroes.mp3', '"Heroes.mp3'],
    ['"a ""b"" c.mp3"', 'a "b" c.mp3'],
    [' "a, b.mp3" ', 'a, b.mp3'],
    ['""', ''],
  ])('takes the cell %j for %j', (cell, value) => {
    expect(parseCsv(`path,genre\n${cell},Rock\nother.mp3,"Pop"\n`)).toEqual([
      { path: value, genre: 'Rock' },
      { path: 'other.mp3', genre: 'Pop' },
    ]);
  });

  it('reads half a million rows at once', () => {
    expect(parseCsv(`path,genre\n${'"a ""x"".mp3",Rock\n'.repeat(500_000)}`)).toHaveLength(500_000);
  });
});

describe('cells that are written', () => {
  it('come back as they were', () => {
    expect(NASTY.map((text) => asWritten(harmless(text)))).toEqual(NASTY);
    const [row] = parseCsv(`${NASTY.map((_, index) => `c${index}`).join(',')}\n${NASTY.map(csvCell).join(',')}\n`);
    expect(Object.values(row ?? {}).map(asWritten)).toEqual(NASTY);
  });

  it('are no formulas for a spreadsheet', () => {
    for (const text of ['=1+1', '+x', '-x', '@x', '\tx', '\rx']) expect(csvCell(text)).toMatch(/^"?'/);
    expect(csvCell('a=b')).toBe('a=b');
  });
});
