import { expect, it } from 'vitest';
import { genreKey } from './genre-names.ts';
import type { RareGenre } from './rare-genres.ts';
import { rollUpRareGenres } from './rare-genres.ts';

it('lets rare subgenres count as the genre above them, from the lowest up, until one has enough', () => {
  const relations = [
    { name: 'House', parent: 'Dance' },
    { name: 'Deep House', parent: 'House' },
    { name: 'Acid', parent: 'House' },
    { name: 'Dance', parent: null },
    { name: 'Unused', parent: 'Dance' },
  ];
  const counts = new Map([
    ['deephouse', 3],
    ['acid', 2],
    ['dance', 1],
  ]);
  const rare: RareGenre[] = [];
  rollUpRareGenres(relations, {
    tracksOf: (key) => counts.get(key) ?? 0,
    rollUp(genre) {
      rare.push(genre);
      counts.set(genre.key, 0);
      counts.set(genreKey(genre.parent), (counts.get(genreKey(genre.parent)) ?? 0) + genre.tracks);
    },
  });
  expect(rare).toEqual([
    { key: 'deephouse', parent: 'House', tracks: 3 },
    { key: 'acid', parent: 'House', tracks: 2 },
  ]);
  expect(Object.fromEntries(counts)).toEqual({ deephouse: 0, acid: 0, house: 5, dance: 1 });
});

it('ends where genres stand below one another in a circle', () => {
  const circle = [
    { name: 'Around', parent: 'Loop' },
    { name: 'Loop', parent: 'Around' },
  ];
  const rolled: string[] = [];
  rollUpRareGenres(circle, { tracksOf: () => 1, rollUp: ({ key }) => rolled.push(key) });
  expect(rolled).toEqual(['around', 'loop']);
});
