/** Thirds of the map, counted from its upper left corner. */
export interface Third {
  readonly row: number;
  readonly column: number;
}

/** The third that a position from 0 to 1 is in. */
export function thirdOf(x: number, y: number): Third {
  const third = (value: number) => Math.min(2, Math.max(0, Math.floor(value * 3)));
  return { row: third(y), column: third(x) };
}

/** Some points of the map that have one colour. */
export interface GroupPlace {
  readonly tracks: number;
  /** Where their middle is. */
  readonly third: Third;
}

/** How many points every group has, and where. @param groupOf the place of every point's group, or -1 */
export function groupThirds(positions: Float32Array, groupOf: Int16Array, groups: number): GroupPlace[] {
  const sums = new Float64Array(groups * 3);
  const add = (place: number, value: number) => (sums[place] = (sums[place] as number) + value);
  groupOf.forEach((group, point) => {
    if (group < 0) return;
    add(3 * group, 1);
    add(3 * group + 1, positions[2 * point] as number);
    add(3 * group + 2, positions[2 * point + 1] as number);
  });
  return Array.from({ length: groups }, (_, group) => {
    const [tracks = 0, x = 0, y = 0] = sums.subarray(3 * group, 3 * group + 3);
    return { tracks, third: thirdOf(x / Math.max(1, tracks), y / Math.max(1, tracks)) };
  });
}
