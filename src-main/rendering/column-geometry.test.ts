import { describe, expect, it } from 'vitest';
import {
  columnAt,
  framesPerColumnFor,
  hopLengthOf,
  middleOfColumn,
  spanOfColumns,
  spanOfTile,
} from './column-geometry.ts';

const grid = { framesPerColumn: 2, hopLength: 100 };

describe('columns of centred frames', () => {
  it('reach half a hop beyond their outermost frames', () => {
    expect(spanOfColumns(grid, 0, 1)).toEqual({ start: -50, end: 150 });
    expect(spanOfColumns(grid, 3, 2)).toEqual({ start: 550, end: 950 });
    expect([550, 749, 750].map((sample) => columnAt(grid, sample))).toEqual([3, 3, 4]);
  });

  it('have their middle in the middle of their frames', () => {
    expect(middleOfColumn({ ...grid, framesPerColumn: 1 }, 7)).toBe(700);
    // Frames 6 and 7.
    expect(middleOfColumn(grid, 3)).toBe(650);
  });

  it('hold every sample once, column after column', () => {
    for (let column = 0; column < 5; column++) {
      const { start, end } = spanOfColumns(grid, column, 1);
      expect([columnAt(grid, start), columnAt(grid, end - 1), columnAt(grid, end)]).toEqual([
        column,
        column,
        column + 1,
      ]);
    }
  });

  it('have times in seconds', () => {
    expect(spanOfTile({ ...grid, firstColumn: 10, columns: 5 }, 1000)).toEqual({ start: 1.95, end: 2.95 });
  });
});

it('columns are at most a pixel wide', () => {
  expect([50, 100, 399, 400].map((samples) => framesPerColumnFor(samples, 100))).toEqual([1, 1, 2, 4]);
});

it('hops are what frames do not share', () => {
  expect(hopLengthOf({ fftSize: 2048, overlap: 0.75 })).toBe(512);
});
