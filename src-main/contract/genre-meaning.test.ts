import { expect, it } from 'vitest';
import { disagreesWithTags, isLabelled, isSameGenre } from './genre-meaning.ts';

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

it('tags that name a style of the predicted family, or the family of a predicted style, do not contradict it', () => {
  expect(['Techno', 'DnB', 'Electronica'].map((tag) => disagreesWithTags('electronic', [tag]))).toEqual([
    false,
    false,
    false,
  ]);
  expect([disagreesWithTags('rnb', ['Soul']), disagreesWithTags('rnb', ['Rhythm & Blues'])]).toEqual([false, false]);
  expect([disagreesWithTags('techno', ['Electronic']), disagreesWithTags('techno', ['House'])]).toEqual([false, true]);
  expect(disagreesWithTags('rock', ['Techno'])).toBe(true);
});

it('a label is met by its family, and by another name of it that is no genre of the user’s', () => {
  const relation = (name: string) => ({ name, parent: null, aliases: [] });
  expect(isLabelled(['electronic'], ['Techno'], [relation('Techno')])).toBe(true);
  expect(isLabelled(['rnb'], ['R&B'], [relation('R&B')])).toBe(true);
  expect(isLabelled(['Hip-Hop'], ['Rap'], [relation('Rap'), relation('Hip-Hop')])).toBe(false);
  expect(isLabelled(['rock'], ['Techno'], [relation('Techno')])).toBe(false);
});
