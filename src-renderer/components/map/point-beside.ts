/** Directions of the arrow keys: x to the right, y down. */
export const DIRECTIONS = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
} as const;
/** A key of {@link DIRECTIONS}. */
export type DirectionKey = keyof typeof DIRECTIONS;

/** What lies off the direction counts so many times as far. */
const OFF = 2;

/**
 * The nearest point in a direction, within 45° of it; -1 where there is none. From no point, the one nearest to the middle.
 * @param positions x and y of every point @param from a place, or -1 @param fits which points count
 */
export function pointBeside(
  positions: Float32Array,
  from: number,
  key: DirectionKey,
  fits: (point: number) => boolean,
): number {
  if (from < 0) return nearestToMiddle(positions, fits);
  const { x: right, y: down } = DIRECTIONS[key];
  let [best, least] = [-1, Infinity];
  for (let point = 0; 2 * point < positions.length; point++) {
    const x = (positions[2 * point] as number) - (positions[2 * from] as number);
    const y = (positions[2 * point + 1] as number) - (positions[2 * from + 1] as number);
    const along = x * right + y * down;
    const off = Math.abs(x * down) + Math.abs(y * right);
    const cost = along + OFF * off;
    if (along > 0 && off <= along && cost < least && fits(point)) [best, least] = [point, cost];
  }
  return best;
}

function nearestToMiddle(positions: Float32Array, fits: (point: number) => boolean): number {
  let [best, least] = [-1, Infinity];
  for (let point = 0; 2 * point < positions.length; point++) {
    const square = ((positions[2 * point] as number) - 0.5) ** 2 + ((positions[2 * point + 1] as number) - 0.5) ** 2;
    if (square < least && fits(point)) [best, least] = [point, square];
  }
  return best;
}
