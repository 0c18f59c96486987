import { expect, it } from 'vitest';
import { planFile } from './plan-file.ts';

const rules = {
  minConfidence: 0.5,
  maxGenres: 1,
  genreDepth: 'family',
  mode: 'replace',
  map: {},
  onlyModel: null,
  by: 'track',
} as const;
const prediction = {
  model: 'ensemble',
  genres: ['rock', 'pop'],
  probabilities: [0.8, 0.2],
  styles: [],
  styleScores: [],
};

it('labels count before a prediction, and are nobody’s prediction', () => {
  expect(planFile({ before: ['Pop'], labels: ['Dub'], prediction, album: null }, rules)).toEqual({
    kind: 'replace',
    before: ['Pop'],
    after: ['Dub'],
    confidence: 1,
    isLabel: true,
    model: '',
    ownGenre: null,
  });
});

it('a prediction is written in its model’s name', () => {
  expect(planFile({ before: [], labels: [], prediction, album: null }, rules)).toEqual({
    kind: 'add',
    before: [],
    after: ['Rock'],
    confidence: 0.8,
    isLabel: false,
    model: 'ensemble',
    ownGenre: null,
  });
});

it('another model’s prediction is never sure enough where one alone counts', () => {
  const kindFor = (onlyModel: string) =>
    planFile({ before: [], labels: [], prediction, album: null }, { ...rules, onlyModel }).kind;
  expect([kindFor('ensemble'), kindFor('mine-1')]).toEqual(['add', 'below-confidence']);
});

it('a file that was not analysed keeps its genres', () => {
  expect(planFile({ before: ['Old'], labels: [], prediction: null, album: null }, rules)).toMatchObject({
    kind: 'not-analysed',
    after: ['Old'],
    model: '',
  });
});

it('an album decides before the file’s own prediction, which is told where it differs', () => {
  const album = { ...prediction, probabilities: [0.3, 0.7] };
  const plan = (labels: readonly string[], one = album) =>
    planFile({ before: [], labels, prediction, album: one }, { ...rules, by: 'album' });
  expect(plan([])).toMatchObject({ after: ['Pop'], confidence: 0.7, ownGenre: 'Rock', isLabel: false });
  expect(plan([], prediction)).toMatchObject({ after: ['Rock'], ownGenre: null });
  expect(plan(['Dub'])).toMatchObject({ after: ['Dub'], ownGenre: null, isLabel: true });
});
