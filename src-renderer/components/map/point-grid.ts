import type { Point } from './camera.ts';

/** Cells of a side; in a library of 100,000 tracks a cell has some ten points. */
const CELLS = 96;

/** Points by where they are, to find the one below the pointer at once. */
export class PointGrid {
  readonly #positions: Float32Array;
  /** Where each cell's points begin in the list. */
  readonly #starts = new Int32Array(CELLS * CELLS + 1);
  readonly #list: Int32Array;

  /** @param positions x and y of every point, from 0 to 1 */
  constructor(positions: Float32Array) {
    const count = positions.length / 2;
    this.#positions = positions;
    this.#list = new Int32Array(count);
    for (let point = 0; point < count; point++) add(this.#starts, this.#cellOf(point) + 1, 1);
    for (let cell = 0; cell < CELLS * CELLS; cell++) add(this.#starts, cell + 1, this.#starts[cell] as number);
    const next = this.#starts.slice();
    for (let point = 0; point < count; point++) this.#list[add(next, this.#cellOf(point), 1)] = point;
  }

  /** The nearest point within a distance that fits; -1 where there is none. */
  nearest({ x, y }: Point, within: number, fits: (point: number) => boolean): number {
    let [best, least] = [-1, within * within];
    for (let row = cellAt(y - within); row <= cellAt(y + within); row++)
      for (let column = cellAt(x - within); column <= cellAt(x + within); column++) {
        const cell = row * CELLS + column;
        for (let place = this.#starts[cell] as number; place < (this.#starts[cell + 1] as number); place++) {
          const point = this.#list[place] as number;
          const [atX, atY] = [this.#positions[2 * point] as number, this.#positions[2 * point + 1] as number];
          const square = (atX - x) ** 2 + (atY - y) ** 2;
          if (square <= least && fits(point)) [best, least] = [point, square];
        }
      }
    return best;
  }

  #cellOf(point: number): number {
    return cellAt(this.#positions[2 * point + 1] as number) * CELLS + cellAt(this.#positions[2 * point] as number);
  }
}

function cellAt(coordinate: number): number {
  return Math.min(CELLS - 1, Math.max(0, Math.floor(coordinate * CELLS)));
}

/** Adds to a number of a list. @returns what it was before */
function add(list: Int32Array, place: number, amount: number): number {
  const before = list[place] as number;
  list[place] = before + amount;
  return before;
}
