import { expect, it } from 'vitest';
import { ScanQueue } from './scan-queue.ts';

it('does first what is preferred, where it still waits', () => {
  const queue = new ScanQueue(['a', 'b', 'c', 'd']);
  queue.delete('c');
  expect(queue.prefer(['d', 'c', 'x', 'b'])).toEqual(['d', 'b']);
  expect(queue.next(3)).toEqual(['d', 'b', 'a']);
  queue.delete('d');
  expect(queue.next(1)).toEqual(['b']);
  queue.prefer([]);
  expect(queue.next(5)).toEqual(['a', 'b']);
});
