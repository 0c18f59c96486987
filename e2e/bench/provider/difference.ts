import type { Tensors } from '../../../src-main/contract/tensors.ts';

/** How far results lie from others. */
export interface Difference {
  readonly largest: number;
  /** Of an output's largest number, where that share is largest. */
  readonly relative: number;
}

/** @param expected outputs by name, what `actual` is compared with */
export function differenceOf(actual: Tensors, expected: Tensors): Difference {
  const all = Object.entries(expected).map(([name, numbers]) => {
    const others = actual[name];
    if (others?.length !== numbers.length) throw new Error(`output ${name} has another length`);
    const largest = greatest(numbers.map((value, index) => Math.abs(value - (others[index] ?? NaN))));
    return { largest, relative: largest / greatest(numbers.map(Math.abs)) };
  });
  return {
    largest: greatest(all.map(({ largest }) => largest)),
    relative: greatest(all.map(({ relative }) => relative)),
  };
}

/** NaN where one is. */
function greatest(numbers: ArrayLike<number>): number {
  let found = 0;
  for (let index = 0; index < numbers.length; index++) found = Math.max(found, numbers[index] ?? NaN);
  return found;
}
