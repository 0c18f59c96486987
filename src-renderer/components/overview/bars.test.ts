import { expect, it } from 'vitest';
import { NO_FILTERS } from '../../../src-main/contract/library.ts';
import { figuresOf } from './bars.ts';

const NOTHING = {
  tracks: 0,
  genres: [],
  styles: [],
  confidence: new Array<number>(10).fill(0),
  agreement: { agrees: 0, disagrees: 0, untagged: 0 },
  folders: [],
  years: [],
  formats: [],
};

it('leaves out figures without anything to show', () => {
  expect(figuresOf(NOTHING, NO_FILTERS, '/music')).toEqual([]);
  const [only, ...others] = figuresOf({ ...NOTHING, formats: [{ name: 'mp3', tracks: 3 }] }, NO_FILTERS, '/music');
  expect(others).toEqual([]);
  expect(only?.bars).toMatchObject([{ name: 'MP3', tracks: 3, filters: { group: { by: 'format', value: 'mp3' } } }]);
});

it('divides confidences so that every track is found by one bar', () => {
  const [figure] = figuresOf({ ...NOTHING, confidence: [1, ...new Array<number>(8).fill(0), 2] }, NO_FILTERS, '/music');
  const filters = figure?.bars.map((bar) => bar.filters) ?? [];
  expect(filters).toHaveLength(10);
  filters.slice(1).forEach(({ minConfidence = 0 }, index) => {
    const { maxConfidence = 0 } = filters[index] ?? {};
    expect(minConfidence - maxConfidence).toBeGreaterThan(0);
    expect(minConfidence - maxConfidence).toBeLessThan(1e-6);
  });
  expect([filters[0]?.minConfidence, filters[9]?.maxConfidence]).toEqual([0, 1]);
});

it('finds contradictions by the filter bar’s own switch', () => {
  const [figure] = figuresOf({ ...NOTHING, agreement: { agrees: 1, disagrees: 2, untagged: 3 } }, NO_FILTERS, '/music');
  expect(figure?.bars.map(({ filters }) => filters)).toEqual([
    { group: { by: 'agreement', value: 'agrees' } },
    { disagreesOnly: true },
    { group: { by: 'agreement', value: 'untagged' } },
  ]);
});

it('finds decades and years by the search, whose other parts stay', () => {
  const years = [
    { year: 1987, tracks: 2 },
    { year: 1990, tracks: 3 },
    { year: 1999, tracks: 4 },
  ];
  const filters = { ...NO_FILTERS, text: 'year:1980.. -year:1985 "slow motor' };
  const [decades, single] = figuresOf({ ...NOTHING, years }, filters, '/music');
  expect(decades?.bars.map(({ name, tracks }) => [name, tracks])).toEqual([
    ['1990s', 7],
    ['1980s', 2],
  ]);
  expect(decades?.bars[0]?.filters).toEqual({ text: 'year:1990..1999 -year:1985 "slow motor' });
  expect(single?.bars.map(({ name }) => name)).toEqual(['1999', '1990', '1987']);
  expect(single?.bars[2]?.filters).toEqual({ text: 'year:1987 -year:1985 "slow motor' });
});

it('tells folders of one name apart, and what lies directly in one', () => {
  const names = ['./Jazz/', '/mnt/records/Jazz/', './Rock/', './.'];
  const folders = names.map((name) => ({ name, tracks: 1 }));
  const [figure] = figuresOf({ ...NOTHING, folders }, NO_FILTERS, '/home/me/Music');
  expect(figure?.bars.map(({ name }) => name)).toEqual(['Jazz', '/mnt/records/Jazz', 'Rock', 'Directly in Music']);
  expect(figure?.bars.map(({ filters }) => filters.folder)).toEqual(names);
});
