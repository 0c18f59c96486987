/** Lets others have their turn. @throws AppError cancelled where nobody waits for the work any more */
export type Pause = () => Promise<void>;

/** A few milliseconds of work. */
export const PIECE = 2_000;

/** Sorts stably, as Array.sort does, with pauses. */
export async function sortInPieces<Item>(
  items: readonly Item[],
  compare: (a: Item, b: Item) => number,
  pause: Pause,
): Promise<Item[]> {
  let runs: Item[][] = [];
  for (let start = 0; start < items.length; start += PIECE) {
    runs.push(items.slice(start, start + PIECE).sort(compare));
    await pause();
  }
  while (runs.length > 1) {
    const merged: Item[][] = [];
    for (let place = 0; place < runs.length; place += 2)
      merged.push(await merge(runs[place] ?? [], runs[place + 1] ?? [], compare, pause));
    runs = merged;
  }
  return runs[0] ?? [];
}

async function merge<Item>(
  left: readonly Item[],
  right: readonly Item[],
  compare: (a: Item, b: Item) => number,
  pause: Pause,
): Promise<Item[]> {
  const merged: Item[] = [];
  let [atLeft, atRight] = [0, 0];
  while (atLeft < left.length && atRight < right.length) {
    const takesRight = compare(left[atLeft] as Item, right[atRight] as Item) > 0;
    merged.push((takesRight ? right[atRight++] : left[atLeft++]) as Item);
    if (merged.length % PIECE === 0) await pause();
  }
  return merged.concat(left.slice(atLeft), right.slice(atRight));
}
