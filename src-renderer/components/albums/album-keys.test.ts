import { expect, it } from 'vitest';
import { albumTarget } from './album-keys.ts';

const from = (focus: number) => ({ focus, count: 23, columns: 5, pageRows: 2 });

it('goes along rows and columns, and no further than the ends', () => {
  const targets = ['ArrowRight', 'ArrowLeft', 'ArrowDown', 'ArrowUp', 'PageDown', 'PageUp', 'Home', 'End'].map((key) =>
    albumTarget(key, from(11)),
  );
  expect(targets).toEqual([12, 10, 16, 6, 21, 1, 0, 22]);
  expect(albumTarget('ArrowDown', from(20))).toBe(22);
  expect(albumTarget('ArrowLeft', from(0))).toBe(0);
});

it('begins with the first album, or with the last, and goes nowhere by other keys or without albums', () => {
  expect(albumTarget('ArrowDown', from(-1))).toBe(0);
  expect(albumTarget('End', from(-1))).toBe(22);
  expect(albumTarget('a', from(3))).toBeNull();
  expect(albumTarget('End', { ...from(-1), count: 0 })).toBeNull();
});
