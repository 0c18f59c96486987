import { expect, it } from 'vitest';
import { genreChoices } from './genre-choices.ts';

it('styles follow their family; those without one come last', () => {
  const genres = ['electronic', 'rock'].map((genre) => ({ genre, tracks: 5 }));
  const styles = ['punk', 'soul', 'techno', 'rock'].map((genre) => ({ genre, tracks: 1 }));
  const choices = genreChoices({ genres, styles });
  expect(choices.map(({ genre, isStyle }) => `${isStyle ? '-' : ''}${genre}`)).toEqual([
    'electronic',
    '-techno',
    'rock',
    '-punk',
    'soul',
  ]);
});
