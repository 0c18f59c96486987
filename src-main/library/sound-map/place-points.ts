import type { NeighbourLists } from './nearest-neighbours.ts';

/** How far a placed point may lie beside the mean of its neighbours, so that several do not cover one another. */
const SPREAD = 0.2;
/** So many times those whose neighbours had no position are tried again. */
const PASSES = 4;
/** The angle that turns most evenly, 137.5°, in radians. */
const GOLDEN_ANGLE = 2.399_963;

/**
 * Gives points a position among their neighbours: at the mean of those that have one. What nothing leads to keeps the
 * position that it has.
 * @param wanted places of points without a position, in the order of the lists of neighbours
 */
export function placeAmongNeighbours(positions: Float32Array, wanted: Int32Array, neighbours: NeighbourLists): void {
  const unknown = new Set(wanted);
  for (let pass = 0; pass < PASSES && unknown.size > 0; pass++) {
    const placed: number[] = [];
    wanted.forEach((point, index) => {
      if (unknown.has(point) && placeOne(positions, point, known(neighbours, index, unknown))) placed.push(point);
    });
    for (const point of placed) unknown.delete(point);
  }
}

function known({ size, places }: NeighbourLists, index: number, unknown: ReadonlySet<number>): number[] {
  return [...places.subarray(index * size, (index + 1) * size)].filter((place) => place >= 0 && !unknown.has(place));
}

function placeOne(positions: Float32Array, point: number, around: readonly number[]): boolean {
  if (around.length === 0) return false;
  const mean = (axis: 0 | 1) =>
    around.reduce((sum, place) => sum + (positions[2 * place + axis] as number), 0) / around.length;
  const angle = point * GOLDEN_ANGLE;
  positions[2 * point] = mean(0) + SPREAD * Math.cos(angle);
  positions[2 * point + 1] = mean(1) + SPREAD * Math.sin(angle);
  return true;
}
