import { expect, it } from 'vitest';
import { baseName, genreName } from './format.ts';

it('finds the last part of any path', () => {
  expect([baseName('/home/mara/Music/'), baseName('D:\\Crates\\House'), baseName('/')]).toEqual([
    'Music',
    'House',
    '/',
  ]);
});

it('writes genres as people do', () => expect([genreName('rock'), genreName('hiphop')]).toEqual(['Rock', 'Hip-Hop']));
