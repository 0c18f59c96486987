import { expect, it } from 'vitest';
import { scoreHeight, styleColumnText } from './genre-strip.ts';

it('a score at its threshold fills half of the strip, however small the threshold', () => {
  expect([0, 0.001, 0.002, 1].map((score) => scoreHeight(score, 0.002))).toEqual([0, 0.25, 0.5, 1]);
  expect(scoreHeight(1, 1)).toBe(0.5);
});

it('a style’s score is told with its threshold', () => {
  const style = {
    name: 'techno',
    kind: 'style',
    family: 'electronic',
    threshold: 0.3,
    isCalibrated: false,
    score: 0,
    isThere: false,
  } as const;
  const patch = { startSeconds: 0, endSeconds: 3, probabilities: [], models: [], styleScores: Float32Array.of(0.42) };
  expect(styleColumnText({ patch, start: 0, end: 3 }, style, 0.42)).toBe(
    '0:00.0 to 0:03.0: Techno 0.42 (threshold 0.30)',
  );
});
