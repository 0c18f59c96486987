import { expect, it } from 'vitest';
import { nearestPlace } from './combine-members.ts';

it('finds the patch whose middle is nearest, the earlier one of two', () => {
  const middles = [1, 3, 4, 9, 10.5];
  const timeline = middles.map((middle) => ({ startSeconds: middle - 1, endSeconds: middle + 1 }));
  const found = [-5, 1, 2, 2.1, 3.5, 6.5, 6.6, 9.75, 10, 99].map((moment) => nearestPlace(timeline, moment));
  expect(found).toEqual([0, 0, 0, 1, 1, 2, 3, 3, 4, 4]);
  expect(nearestPlace(timeline.slice(0, 1), 7)).toBe(0);
});
