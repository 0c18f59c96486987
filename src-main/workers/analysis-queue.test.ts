import { expect, it } from 'vitest';
import { AnalysisQueue } from './analysis-queue.ts';

it('changes its order while files are taken, and gives none twice', () => {
  const queue = new AnalysisQueue(['a', 'b', 'c'], new Map([['a', 1]]));
  const taken: string[] = [];
  for (const path of queue) {
    taken.push(path);
    // One that was named before, one that was not, and one that is taken already.
    if (path === 'a') queue.prefer(['c', 'x', 'a'], new Map([['x', null]]));
  }
  expect(taken).toEqual(['a', 'c', 'x', 'b']);
  expect([queue.durationOf('a'), queue.durationOf('x'), queue.durationOf('b')]).toEqual([1, null, undefined]);
});
