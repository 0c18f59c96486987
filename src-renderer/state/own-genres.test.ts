import { expect, it } from 'vitest';
import type { OwnGenre } from '../../src-main/contract/labels.ts';
import { placeOf } from './genre-colors.ts';
import { chosenColors, genreMeant, genreTree, learnable, parentChoices } from './own-genres.ts';

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
  const own = (name: string) => parentChoices(GENRES, name).map((choice) => choice.name);
  expect(own('House').slice(0, 4)).toEqual(['Dub', 'Dance', 'Stray', 'Blues']);
  expect(own('House')).not.toContain('Deep House');
  expect(own('Dance').slice(0, 3)).toEqual(['Dub', 'Stray', 'Blues']);
});

it('offers the tree’s genres as parents, but for those that the user has', () => {
  const choices = parentChoices([...GENRES, genre('hip-hop', null)], 'Stray');
  expect(choices).toContainEqual({ name: 'Electronic', isStyle: false });
  expect(choices).toContainEqual({ name: 'Drum and Bass', isStyle: true });
  const names = choices.map(({ name }) => name);
  expect(names.filter((name) => name === 'House' || name === 'Dance')).toEqual(['House', 'Dance']);
  expect(names).toContain('hip-hop');
  expect(names).not.toContain('Hip-Hop');
  expect(new Set(names).size).toBe(names.length);
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
