import { expect, it } from 'vitest';
import { FAKE_GENRES } from '../dev/fake/fake-tracks.ts';
import { genreColor, paletteColor, REST_COLOR } from './genre-colors.ts';

const COLORS = { order: FAKE_GENRES, chosen: new Map([['hiphop', 7]]) };

it('gives every genre of a model a colour of its own', () => {
  expect(new Set(FAKE_GENRES.map((genre) => genreColor(genre, { ...COLORS, chosen: new Map() }))).size).toBe(
    FAKE_GENRES.length,
  );
});

it('gives what the model does not know the neutral colour, and what the user chose the chosen one', () => {
  expect(genreColor('polka', COLORS)).toBe(REST_COLOR);
  expect(genreColor('Hip-Hop', COLORS)).toBe(paletteColor(7));
});

it('gives a style its family’s colour, and every name of a genre the same', () => {
  expect(genreColor('techno', COLORS)).toBe(genreColor('electronic', COLORS));
  expect(genreColor('Techno', { ...COLORS, chosen: new Map([['techno', 3]]) })).toBe(paletteColor(3));
  expect(genreColor('Rap', { ...COLORS, chosen: new Map() })).toBe(
    genreColor('hiphop', { ...COLORS, chosen: new Map() }),
  );
});
