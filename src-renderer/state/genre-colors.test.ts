import { expect, it } from 'vitest';
import { GENRE_TREE } from '../../src-main/contract/genre-tree.ts';
import { GENRE_COLOURS } from '../../src-main/contract/labels.ts';
import { genreColor, paletteColor } from './genre-colors.ts';

const NONE = new Map<string, number>();
const CHOSEN = new Map([['hiphop', 7]]);

it('gives every family of the tree a colour of its own, in an order that stays', () => {
  const colors = GENRE_TREE.map(({ name }) => genreColor(name, NONE));
  expect(colors).toEqual(Array.from({ length: GENRE_COLOURS }, (_, place) => paletteColor(place)));
});

it('gives a genre of the user’s one colour for ever, however it is written', () => {
  expect([genreColor('Zeuhl', NONE), genreColor('polka', NONE)]).toEqual([paletteColor(7), paletteColor(6)]);
  expect(genreColor('POLKA', NONE)).toBe(genreColor('polka', NONE));
});

it('gives what the user chose the chosen colour', () => {
  expect(genreColor('Hip-Hop', CHOSEN)).toBe(paletteColor(7));
  expect(genreColor('Rap', CHOSEN)).toBe(paletteColor(7));
});

it('gives a style its family’s colour, chosen or not, unless it has one of its own', () => {
  expect(genreColor('techno', NONE)).toBe(genreColor('electronic', NONE));
  expect(genreColor('Techno', new Map([['electronic', 9]]))).toBe(paletteColor(9));
  const both = new Map([
    ['techno', 3],
    ['electronic', 9],
  ]);
  expect(genreColor('Techno', both)).toBe(paletteColor(3));
});
