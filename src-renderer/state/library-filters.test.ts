import { EVERY_TRACK, NO_FILTERS } from '../../src-main/contract/library.ts';
import { describe, expect, it } from 'vitest';
import { ariaSort, isFiltering, nextSort, queryOf } from './library-filters.ts';

describe('isFiltering', () => {
  it('is false for no filters and for blanks', () => {
    expect([isFiltering(NO_FILTERS), isFiltering({ ...NO_FILTERS, text: '  ' })]).toEqual([false, false]);
  });

  it.each([
    { text: 'a' },
    { genre: 'rock' },
    { status: 'failed' as const },
    { minConfidence: 0.1 },
    { maxConfidence: 0.9 },
    { disagreesOnly: true },
    { group: { by: 'format', value: 'mp3' } as const },
  ])('is true for %o', (change) => expect(isFiltering({ ...NO_FILTERS, ...change })).toBe(true));
});

describe('nextSort', () => {
  it('turns a column round and then goes back to the folder’s order', () => {
    const once = nextSort(EVERY_TRACK.sort, 'title');
    const twice = nextSort(once, 'title');
    expect([once.direction, twice.direction, nextSort(twice, 'title')]).toEqual([
      'ascending',
      'descending',
      EVERY_TRACK.sort,
    ]);
  });

  it('begins with the largest number', () =>
    expect(nextSort(EVERY_TRACK.sort, 'confidence').direction).toBe('descending'));
});

it('names the sort for assistive technology', () => {
  expect([ariaSort(EVERY_TRACK.sort, 'title'), ariaSort({ key: 'title', direction: 'descending' }, 'title')]).toEqual([
    'none',
    'descending',
  ]);
});

it('asks without blanks around the text', () => {
  expect(queryOf({ ...NO_FILTERS, text: ' a b ' }, EVERY_TRACK.sort)).toEqual({
    ...NO_FILTERS,
    text: 'a b',
    sort: EVERY_TRACK.sort,
  });
});
