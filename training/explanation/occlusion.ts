import { logOdds } from './log-odds.ts';

/** Logits [genres] of one input. */
export type LogitsOf = (patch: Float32Array) => Promise<Float32Array>;

const BLOCKS_A_SIDE = 16;

/**
 * How much of a genre's log-odds is lost where a block of the input is replaced by the mean (Zeiler & Fergus 2014):
 * slower than a gradient, and a check of it, since it needs nothing but the network's answers.
 * @param patch normalised, of `shape`
 * @returns of `shape`, constant in every block: positive where the input speaks for the genre
 */
export async function occlusion(
  logitsOf: LogitsOf,
  patch: Float32Array,
  shape: readonly [number, number],
  genre: number,
): Promise<Float32Array> {
  const blocks = blocksOf(shape);
  const whole = logOdds(await logitsOf(patch), genre);
  const scores = await Promise.all(blocks.map(async (cells) => logOdds(await logitsOf(without(patch, cells)), genre)));
  const map = new Float32Array(patch.length);
  blocks.forEach((cells, block) =>
    cells.forEach((cell) => (map[cell] = (whole - (scores[block] as number)) / cells.length)),
  );
  return map;
}

/** The cells of every block of the input. */
function blocksOf([rows, columns]: readonly [number, number]): number[][] {
  const blocks = Array.from({ length: BLOCKS_A_SIDE ** 2 }, (): number[] => []);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const block =
        Math.floor((row * BLOCKS_A_SIDE) / rows) * BLOCKS_A_SIDE + Math.floor((column * BLOCKS_A_SIDE) / columns);
      blocks[block]?.push(row * columns + column);
    }
  }
  return blocks.filter((cells) => cells.length > 0);
}

/** Normalised inputs have their mean at zero. */
function without(patch: Float32Array, cells: readonly number[]): Float32Array {
  const masked = patch.slice();
  for (const cell of cells) masked[cell] = 0;
  return masked;
}
