import { expect, it } from 'vitest';
import { isBelowConfidence, wholePercent } from './confidence.ts';

it('shows no percentage that a probability does not reach', () => {
  expect([0, 0.599, 0.6, 0.996, 1].map(wholePercent)).toEqual([0, 59, 60, 99, 100]);
});

it('takes what single precision makes of 60 % for 60 %', () => {
  for (const probability of [0.6, Math.fround(0.6), Math.fround(0.35) + Math.fround(0.25), 0.5999999]) {
    expect(isBelowConfidence(probability, 0.6)).toBe(false);
    expect(wholePercent(probability)).toBe(60);
  }
  expect(isBelowConfidence(0.599, 0.6)).toBe(true);
});
