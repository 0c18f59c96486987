import { expect, it } from 'vitest';
import { baseName, genreName, isSameGenre } from './format.ts';

it('finds the last part of any path', () => {
  expect([baseName('/home/mara/Music/'), baseName('D:\\Crates\\House'), baseName('/')]).toEqual([
    'Music',
    'House',
    '/',
  ]);
});

it('writes genres as people do', () => expect([genreName('rock'), genreName('hiphop')]).toEqual(['Rock', 'Hip-Hop']));

it('takes spellings of one genre for the same', () => {
  expect([isSameGenre('hiphop', 'Hip-Hop'), isSameGenre('hiphop', 'Hip Hop'), isSameGenre('pop', 'rock')]).toEqual([
    true,
    true,
    false,
  ]);
});
