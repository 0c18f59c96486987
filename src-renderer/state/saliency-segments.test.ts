import { expect, it } from 'vitest';
import { MOST_SALIENCY_SECONDS, saliencySegments } from './saliency-segments.ts';

it('every segment on screen has saliency, the last one up to the end of the track', () => {
  expect(saliencySegments({ start: 3.5, end: 20 }, 3, 13)).toEqual([4.5, 7.5, 10.5, 12.5]);
});

it('short segments are all asked for, as long as the span may be, and none beyond it', () => {
  const longest = { start: 0, end: MOST_SALIENCY_SECONDS };
  expect(saliencySegments(longest, 3, 1_000)).toHaveLength(MOST_SALIENCY_SECONDS / 3);
  expect(saliencySegments({ ...longest, end: longest.end + 1 }, 3, 1_000)).toEqual([]);
});

it('what lies after the track has none', () => {
  expect(saliencySegments({ start: 20, end: 30 }, 3, 13)).toEqual([]);
});
