import { describe, expect, it } from 'vitest';
import { movedBy, revealed, toMap, toScreen, WHOLE_MAP, zoomedAt } from './camera.ts';
import { enclosedPoints, rectangleOf } from './enclosed-points.ts';
import { MapPlaces } from './map-points.ts';
import { pointBeside } from './point-beside.ts';
import { PointGrid } from './point-grid.ts';
import { groupThirds, thirdOf } from './thirds.ts';

const SIZE = { width: 400, height: 300 };
const all = () => true;
/** Upper left, upper right, lower right, and a little beside the upper left one. */
const POSITIONS = Float32Array.of(0.1, 0.1, 0.9, 0.1, 0.9, 0.9, 0.16, 0.12);

describe('the camera', () => {
  it('shows the whole map, and what is on screen is on the map', () => {
    const corner = toScreen({ x: 0, y: 1 }, WHOLE_MAP, SIZE);
    expect(corner.x).toBeGreaterThan(0);
    expect(corner.y).toBeLessThan(300);
    const camera = { x: 0.3, y: 0.4, zoom: 5 };
    const there = toMap(toScreen({ x: 0.7, y: 0.2 }, camera, SIZE), camera, SIZE);
    expect([there.x, there.y]).toEqual([expect.closeTo(0.7), expect.closeTo(0.2)]);
  });

  it('zooms about a point, which stays', () => {
    const fixed = { x: 220, y: 130 };
    const before = toMap(fixed, WHOLE_MAP, SIZE);
    const after = toMap(fixed, zoomedAt(WHOLE_MAP, 3, fixed, SIZE), SIZE);
    expect([after.x, after.y]).toEqual([expect.closeTo(before.x), expect.closeTo(before.y)]);
    expect(zoomedAt({ x: 0.1, y: 0.1, zoom: 1.2 }, 0.1, fixed, SIZE)).toEqual(WHOLE_MAP);
  });

  it('stays on the map, and moves no further than it takes to show a point', () => {
    expect(movedBy({ x: 0.9, y: 0.5, zoom: 4 }, 1e6, 0, SIZE)).toEqual({ x: 1, y: 0.5, zoom: 4 });
    expect(revealed(WHOLE_MAP, { x: 0.9, y: 0.1 }, SIZE)).toEqual(WHOLE_MAP);
    const moved = revealed({ x: 0.1, y: 0.5, zoom: 10 }, { x: 0.9, y: 0.5 }, SIZE);
    const { x } = toScreen({ x: 0.9, y: 0.5 }, moved, SIZE);
    expect([x, moved.y]).toEqual([expect.closeTo(SIZE.width - 12), 0.5]);
  });
});

describe('points', () => {
  it('are found where the pointer is, the nearest that fits', () => {
    const grid = new PointGrid(POSITIONS);
    expect(grid.nearest({ x: 0.11, y: 0.1 }, 0.1, all)).toBe(0);
    expect(grid.nearest({ x: 0.11, y: 0.1 }, 0.1, (point) => point !== 0)).toBe(3);
    expect(grid.nearest({ x: 0.5, y: 0.5 }, 0.1, all)).toBe(-1);
    expect(new PointGrid(new Float32Array()).nearest({ x: 0, y: 0 }, 1, all)).toBe(-1);
  });

  it('are enclosed by a lasso or a rectangle, however it was drawn', () => {
    expect([...enclosedPoints(POSITIONS, rectangleOf({ x: 0.2, y: 0.2 }, { x: 0, y: 0 }), all)]).toEqual([0, 3]);
    const hook = [
      { x: 0, y: 0 },
      { x: 1, y: 0 },
      { x: 1, y: 1 },
      { x: 0.8, y: 1 },
      { x: 0.8, y: 0.05 },
      { x: 0, y: 0.05 },
    ];
    expect([...enclosedPoints(POSITIONS, hook, all)]).toEqual([1, 2]);
    expect([...enclosedPoints(POSITIONS, hook, (point) => point === 2)]).toEqual([2]);
    const long = Array.from({ length: 5_000 }, (_, step) => ({
      x: 0.13 + 0.1 * Math.cos(step / 796),
      y: 0.11 + 0.1 * Math.sin(step / 796),
    }));
    expect([...enclosedPoints(POSITIONS, long, all)]).toEqual([0, 3]);
    expect([...enclosedPoints(POSITIONS, [], all)]).toEqual([]);
  });

  it('are beside one another in the direction of a key', () => {
    expect(pointBeside(POSITIONS, 0, 'ArrowRight', all)).toBe(3);
    expect(pointBeside(POSITIONS, 3, 'ArrowRight', all)).toBe(1);
    expect(pointBeside(POSITIONS, 1, 'ArrowDown', all)).toBe(2);
    expect(pointBeside(POSITIONS, 1, 'ArrowUp', all)).toBe(-1);
    expect(pointBeside(POSITIONS, -1, 'ArrowUp', all)).toBe(3);
    expect(pointBeside(POSITIONS, 0, 'ArrowRight', (point) => point !== 3)).toBe(1);
  });

  it('have places, flags and groups by the ids of their tracks', () => {
    const places = new MapPlaces(Int32Array.of(2, 5, 9, 40));
    expect([2, 40, 3, 99, 1, -1].map((id) => places.of(id))).toEqual([0, 3, -1, -1, -1, -1]);
    expect(new MapPlaces(new Int32Array()).of(1)).toBe(-1);
    expect([...places.flags([9, 3, 99])]).toEqual([0, 0, 1, 0]);
    const groups = [
      { name: 'a', ids: Int32Array.of(2, 40, 77) },
      { name: 'b', ids: Int32Array.of(9) },
    ];
    const groupOf = places.groups(groups);
    expect([...groupOf]).toEqual([0, -1, 1, 0]);
    expect(groupThirds(POSITIONS, groupOf, 2)).toEqual([
      { tracks: 2, third: { row: 0, column: 0 } },
      { tracks: 1, third: { row: 2, column: 2 } },
    ]);
    expect(thirdOf(1, 0.5)).toEqual({ row: 1, column: 2 });
  });
});
