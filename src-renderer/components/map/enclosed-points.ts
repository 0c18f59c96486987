import type { Point } from './camera.ts';

/** Corners of a lasso; a long line is told by fewer. */
const MOST_CORNERS = 256;

/** The four corners of the rectangle between two points. */
export function rectangleOf(a: Point, b: Point): Point[] {
  return [a, { x: b.x, y: a.y }, b, { x: a.x, y: b.y }];
}

/**
 * Places of the points inside a closed line, by the rule of even and odd crossings.
 * @param positions x and y of every point @param line its corners @param fits which points count
 */
export function enclosedPoints(
  positions: Float32Array,
  line: readonly Point[],
  fits: (point: number) => boolean,
): Int32Array {
  const step = Math.max(1, Math.ceil(line.length / MOST_CORNERS));
  const corners = line.filter((_, index) => index % step === 0);
  const [left, right] = extentOf(corners.map(({ x }) => x));
  const [top, bottom] = extentOf(corners.map(({ y }) => y));
  const found: number[] = [];
  for (let point = 0; 2 * point < positions.length; point++) {
    const [x, y] = [positions[2 * point] as number, positions[2 * point + 1] as number];
    const mayBe = x >= left && x <= right && y >= top && y <= bottom;
    if (mayBe && fits(point) && isInside(corners, x, y)) found.push(point);
  }
  return Int32Array.from(found);
}

function extentOf(values: readonly number[]): readonly [number, number] {
  return [Math.min(...values), Math.max(...values)];
}

function isInside(corners: readonly Point[], x: number, y: number): boolean {
  let inside = false;
  let before = corners.at(-1);
  for (const corner of corners) {
    if (before && corner.y > y !== before.y > y) {
      const crossing = corner.x + ((y - corner.y) / (before.y - corner.y)) * (before.x - corner.x);
      if (x < crossing) inside = !inside;
    }
    before = corner;
  }
  return inside;
}
