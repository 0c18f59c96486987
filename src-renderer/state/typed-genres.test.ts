import { expect, it } from 'vitest';
import { typedGenres } from './typed-genres.ts';

const KNOWN = {
  own: [{ name: 'Synthwave', aliases: ['Retrowave'], parent: null, colour: null, tracks: 2 }],
  others: ['Hip-Hop', 'Rock'],
};

it('separates genres at semicolons and spells them as they are known', () => {
  expect(typedGenres(' hiphop; retrowave ;ROCK', KNOWN)).toEqual(['Hip-Hop', 'Synthwave', 'Rock']);
  expect(typedGenres('zydeco|polka', KNOWN)).toEqual(['zydeco', 'polka']);
});

it('names every genre once, and none where nothing is typed', () => {
  expect(typedGenres('Rock; rock; Synthwave; retrowave', KNOWN)).toEqual(['Rock', 'Synthwave']);
  expect(typedGenres(' ; ', KNOWN)).toEqual([]);
});
