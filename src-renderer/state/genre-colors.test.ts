import { expect, it } from 'vitest';
import { FAKE_GENRES } from '../api/fake-library.ts';
import { genreColor, REST_COLOR } from './genre-colors.ts';

it('gives every genre of a model a colour of its own', () => {
  expect(new Set(FAKE_GENRES.map((genre) => genreColor(genre, FAKE_GENRES))).size).toBe(FAKE_GENRES.length);
});

it('gives what the model does not know the neutral colour', () => {
  expect(genreColor('polka', FAKE_GENRES)).toBe(REST_COLOR);
});
