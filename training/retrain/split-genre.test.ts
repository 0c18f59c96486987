import { expect, it } from 'vitest';
import { splitByFeatures } from './split-genre.ts';

it('splits tracks by their sound, the same way every time', () => {
  const features = Array.from({ length: 12 }, (_, index) =>
    Float32Array.of(index % 3 === 0 ? 4 : -2, Math.sin(index), index % 3 === 0 ? 1 : 0.5),
  );
  const [first, second] = splitByFeatures(features);
  expect([first, second].map(({ tracks }) => tracks.length).sort()).toEqual([4, 8]);
  expect([first, second].find(({ tracks }) => tracks.length === 4)?.tracks).toEqual([0, 3, 6, 9]);
  expect(first.typical).toHaveLength(3);
  expect(splitByFeatures(features)).toEqual([first, second]);
});
