import { expect, it } from 'vitest';
import { disagreesWithTags, isSameGenre } from './genre-meaning.ts';

it('names mean the same genre whatever their case and punctuation', () => {
  expect([isSameGenre('hiphop', 'Hip-Hop'), isSameGenre('hiphop', 'Hip Hop'), isSameGenre('pop', 'rock')]).toEqual([
    true,
    true,
    false,
  ]);
});

it('a prediction disagrees with tags that name other genres alone', () => {
  expect(disagreesWithTags('hiphop', ['Hip-Hop'])).toBe(false);
  expect(disagreesWithTags('rock', [])).toBe(false);
  expect(disagreesWithTags('rock', ['Pop'])).toBe(true);
});
