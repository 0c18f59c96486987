import { expect, it } from 'vitest';
import { levelTable } from './export.ts';

it('writes the levels that are on screen, the finest ones', () => {
  const tile = (framesPerColumn: number, firstColumn: number, levels: number[]) => ({
    framesPerColumn,
    hopLength: 100,
    firstColumn,
    columns: levels.length / 3,
    bins: 3,
    levels: Int16Array.from(levels),
  });
  const tiles = [
    tile(8, 0, [1, 2, 3]),
    tile(1, 0, [-1000, -2050, -3000, -1100, -2100, -3100]),
    tile(1, 2, [-1200, -2200, -3200, -1, -2, -3]),
  ];
  expect(levelTable({ tiles, sampleRate: 1000, start: 0.05, end: 0.25 })).toBe(
    'seconds,0.00,250.00,500.00\n0.100000,-11.00,-21.00,-31.00\n0.200000,-12.00,-22.00,-32.00\n',
  );
});
