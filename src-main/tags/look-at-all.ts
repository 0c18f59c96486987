/** So many files are looked at together: on a network drive each takes a while. */
const LOOKED_AT_ONCE = 64;

/** Looks at files, some at a time. @returns what was seen, in their order; of the first ones alone where it is cancelled */
export async function lookAtAll<Item, Seen>(
  items: readonly Item[],
  look: (item: Item, index: number) => Promise<Seen>,
  signal?: AbortSignal,
): Promise<Seen[]> {
  const seen: Seen[] = [];
  for (let start = 0; start < items.length && !signal?.aborted; start += LOOKED_AT_ONCE) {
    const some = items.slice(start, start + LOOKED_AT_ONCE);
    seen.push(...(await Promise.all(some.map((item, offset) => look(item, start + offset)))));
  }
  return seen;
}
