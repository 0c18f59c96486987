import { expect, it } from 'vitest';
import { frequencyAxis } from './frequency-scale.ts';
import { fullSaliency, saliencyShade, spanOfSaliency } from './saliency.ts';

const RANGE = { melScale: 'slaney', minHertz: 0, maxHertz: 1000 } as const;
const map = {
  ...RANGE,
  startSeconds: 2,
  endSeconds: 4,
  rows: 1,
  frames: 4,
  values: Float32Array.of(1, 0, -1, 0.5),
};

it('lies around the times of its frames', () => {
  expect(spanOfSaliency(map)).toEqual({ start: 1.75, end: 3.75 });
});

it('dims what does not speak for the genre', () => {
  const pixels = saliencyShade(map, {
    axis: frequencyAxis('mel', RANGE),
    height: 1,
    strength: 0.8,
    full: fullSaliency([map]),
  });
  const opacities = [...new Uint8Array(pixels.buffer)].filter((_, index) => index % 4 === 3);
  expect(opacities).toEqual([0, 204, 204, 102]);
});
