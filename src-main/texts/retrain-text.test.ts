import { expect, it } from 'vitest';
import { FEWEST_PROOFS } from '../contract/automatic.ts';
import { comparisonText, heldOutThresholdText } from './retrain-text.ts';

it.each([
  [0, false, 'cannot be measured'],
  [FEWEST_PROOFS - 1, false, 'Too few held-out tracks'],
  [FEWEST_PROOFS - 1, true, 'is significantly better'],
  [FEWEST_PROOFS, false, 'is not significantly better'],
])('compares models on %i held-out tracks, better: %s', (tracks, isBetter, sentence) => {
  expect(comparisonText({ tracks, isBetter })).toContain(sentence);
});

it.each([
  [0.7, 18, 'From a confidence of 70%, at least 95% of the held-out tracks are correct (15 of 18 tracks).'],
  [1.01, FEWEST_PROOFS - 1, 'held-out tracks are needed'],
  [1.01, FEWEST_PROOFS, 'does not reach 95% at any confidence'],
])('names the confidence %d on %i held-out tracks', (confidence, heldOut, sentence) => {
  expect(heldOutThresholdText({ confidence, tracks: 15 }, heldOut, null)).toContain(sentence);
});
