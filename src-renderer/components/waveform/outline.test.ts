import { expect, it } from 'vitest';
import { wholeOutline } from './outline.ts';

it('takes what is not read yet from the first impression', () => {
  const peaks = { samplesPerPoint: 10, highest: Float32Array.of(0.5, 0.25), lowest: Float32Array.of(-0.5, 0.125) };
  const preview = { samplesPerPoint: 20, highest: Float32Array.of(1, 0.75), lowest: Float32Array.of(-1, -0.25) };
  const { top, bottom } = wholeOutline(peaks, preview, 4);
  expect([...top]).toEqual([0.5, 0.25, 0.75, 0.75]);
  expect([...bottom]).toEqual([0.5, 0, 0.25, 0.25]);
  expect([...wholeOutline(peaks, null, 4).top]).toEqual([0.5, 0.25, 0, 0]);
});
