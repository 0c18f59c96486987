import { describe, expect, it } from 'vitest';
import type { TagOptions } from '../contract/tags.ts';
import { decideByLabels, decideGenres } from './genres-from-probabilities.ts';
import { genreName } from './rank-names.ts';

const prediction = {
  genres: ['hiphop', 'metal', 'rock', 'pop'],
  probabilities: [0.1, 0.3, 0.4, 0.2],
  styles: [],
  styleScores: [],
};
const options: TagOptions = { minConfidence: 0.35, maxGenres: 1, genreDepth: 'family', mode: 'replace', by: 'track' };

describe('genres from probabilities', () => {
  it('writes the likeliest genre under its name', () => {
    expect(decideGenres(prediction, [], options, {})).toEqual({ kind: 'add', after: ['Rock'], confidence: 0.4 });
    expect(genreName('hiphop', {})).toBe('Hip-Hop');
  });

  it('adds up what the user calls by one name, and drops what has none', () => {
    const map = { metal: 'Rock/Metal', rock: 'Rock/Metal' };
    expect(decideGenres(prediction, ['Old'], options, map)).toMatchObject({
      kind: 'replace',
      after: ['Rock/Metal'],
      confidence: 0.7,
    });
    expect(decideGenres(prediction, ['Old'], options, { rock: null }).kind).toBe('unmapped');
    expect(decideGenres(prediction, [], options, { hiphop: null, metal: null, rock: null, pop: null }).kind).toBe(
      'unmapped',
    );
  });

  it('writes nothing below the threshold', () => {
    expect(decideGenres(prediction, ['Old'], { ...options, minConfidence: 0.5 }, {})).toMatchObject({
      kind: 'below-confidence',
      after: ['Old'],
    });
  });

  it('writes further genres only when they are a quarter as likely as the first, whatever the least confidence', () => {
    const written = (probabilities: readonly number[], maxGenres: number) =>
      decideGenres({ ...prediction, probabilities }, [], { ...options, minConfidence: 0.6, maxGenres }, {}).after;
    expect(decideGenres(prediction, [], { ...options, maxGenres: 3 }, {}).after).toEqual(['Rock', 'Metal', 'Pop']);
    expect(written([0.02, 0.16, 0.64, 0.18], 3)).toEqual(['Rock', 'Pop', 'Metal']);
    expect(written([0.02, 0.15, 0.65, 0.18], 3)).toEqual(['Rock', 'Pop']);
    expect(written([0.02, 0.02, 0.76, 0.2], 2)).toEqual(['Rock', 'Pop']);
    expect(written([0.03, 0.03, 0.84, 0.1], 2)).toEqual(['Rock']);
  });

  it('keeps, adds or replaces existing genres as asked', () => {
    expect(decideGenres(prediction, ['Jazz'], { ...options, mode: 'fill' }, {})).toMatchObject({
      kind: 'kept',
      after: ['Jazz'],
    });
    expect(decideGenres(prediction, ['Jazz'], { ...options, mode: 'append' }, {})).toMatchObject({
      kind: 'append',
      after: ['Jazz', 'Rock'],
    });
    expect(decideGenres(prediction, ['ROCK'], { ...options, mode: 'append' }, {}).kind).toBe('same');
    expect(decideGenres(prediction, ['rock'], options, {}).kind).toBe('same');
  });
});

it('writes the user’s own labels whatever a model thinks', () => {
  expect(decideByLabels(['Dub', 'Live'], [], { mode: 'fill' })).toEqual({
    kind: 'add',
    after: ['Dub', 'Live'],
    confidence: 1,
  });
  expect(decideByLabels(['Dub'], ['dub'], { mode: 'replace' })).toMatchObject({ kind: 'same' });
  expect(decideByLabels(['Dub'], ['Pop'], { mode: 'append' })).toMatchObject({ kind: 'append', after: ['Pop', 'Dub'] });
  expect(decideByLabels(['Dub'], ['Pop'], { mode: 'fill' })).toMatchObject({ kind: 'kept' });
});
