import { expect, it } from 'vitest';
import { walkAlong, walkAt, walkOn } from './track-walk.ts';

it('goes along a list and ends where the list does', () => {
  const walk = walkAlong([7, 8, 9], 1);
  expect(walkOn(walk, 8, 1)?.at).toBe(2);
  expect(walkOn(walk, 8, -1)?.at).toBe(0);
  expect(walkOn({ ...walk, at: 2 }, 9, 1)).toBeNull();
  expect(walkOn({ ...walk, at: 0 }, 7, -1)).toBeNull();
});

it('goes on from where the track stands by now', () => {
  let ids = [7, 8, 9];
  const walk = { at: 1, idAt: (index: number) => ids[index], placeOf: (id: number) => ids.indexOf(id) };
  ids = [8, 9, 7];
  expect(walkOn(walk, 8, 1)?.at).toBe(1);
  expect(walkAt(walk, 7).at).toBe(2);
  // A track that is not shown any more comes before the first one.
  ids = [9];
  expect(walkOn(walk, 8, 1)?.at).toBe(0);
  const alone = walkAt(walk, 7);
  expect([alone.at, alone.idAt(0), alone.idAt(1)]).toEqual([0, 7, undefined]);
});
