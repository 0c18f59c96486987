import { expect, it } from 'vitest';
import { explainedGenre } from './explained-genre.ts';

const KNOWN = ['jazz', 'rock', 'swing'];
const ON = { isOn: true, chosen: null, known: KNOWN, predicted: 'jazz' };

it('explains what is predicted, unless another genre was chosen on this track', () => {
  expect(explainedGenre(ON)).toBe('jazz');
  expect(explainedGenre({ ...ON, chosen: 'swing' })).toBe('swing');
  expect(explainedGenre({ ...ON, chosen: 'polka' })).toBe('jazz');
});

it('waits for the model, and explains nothing unless asked to', () => {
  expect(explainedGenre({ ...ON, known: [], predicted: null })).toBeNull();
  expect(explainedGenre({ ...ON, chosen: 'rock', known: [], predicted: null })).toBe('rock');
  expect(explainedGenre({ ...ON, isOn: false, chosen: 'rock' })).toBeNull();
});
