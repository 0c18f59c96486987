import { expect, it } from 'vitest';
import type { OwnGenre } from '../../src-main/contract/labels.ts';
import { placeOf } from './genre-colors.ts';
import { chosenColors, genreMeant, genreTree, learnable, possibleParents } from './own-genres.ts';

const genre = (name: string, parent: string | null, more: Partial<OwnGenre> = {}): OwnGenre => ({
  name,
  tracks: 2,
  colour: null,
  parent,
  aliases: [],
  ...more,
});
const GENRES = [
  genre('Deep House', 'House'),
  genre('Dub', null, { aliases: ['Roots'] }),
  genre('House', 'Dance', { colour: 4 }),
  genre('Dance', null, { tracks: 0 }),
  genre('Stray', 'gone'),
];

it('puts genres below their parents', () => {
  expect(genreTree(GENRES).map(({ genre: { name }, depth, below }) => [name, depth, below])).toEqual([
    ['Dub', 0, 0],
    ['Dance', 0, 4],
    ['House', 1, 2],
    ['Deep House', 2, 0],
    ['Stray', 0, 0],
  ]);
});

it('lets no genre stand below itself', () => {
  expect(possibleParents(GENRES, 'House')).toEqual(['Dub', 'Dance', 'Stray']);
  expect(possibleParents(GENRES, 'Dance')).toEqual(['Dub', 'Stray']);
});

it('counts what a training would learn', () => {
  const many = genre('Dub', null, { tracks: 9 });
  expect(
    learnable([
      genre('Deep House', 'House'),
      genre('House', 'Dance'),
      genre('Dance', null, { tracks: 1 }),
      many,
      genre('Ska', null),
    ]),
  ).toEqual({
    enough: [
      { name: 'Dub', tracks: 9 },
      { name: 'Dance', tracks: 5 },
    ],
    few: [{ name: 'Ska', tracks: 2 }],
    rolled: [
      { name: 'Deep House', tracks: 2, parent: 'House' },
      { name: 'House', tracks: 4, parent: 'Dance' },
    ],
  });
});

it('knows other names, and gives kinds their parent’s colour', () => {
  expect(genreMeant(GENRES, 'roots')?.name).toBe('Dub');
  expect(genreMeant(GENRES, 'deep-house')?.name).toBe('Deep House');
  expect([...chosenColors(GENRES)]).toEqual([
    ['house', 4],
    ['deephouse', 4],
    ['stray', placeOf('Gone')],
  ]);
});
