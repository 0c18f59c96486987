import { expect, it } from 'vitest';
import { idPieces, pagesOf } from './pages.ts';

const KEYS = [3, 4, 7, 9, 12, 20];

async function collect<Item>(source: AsyncIterable<Item>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const item of source) items.push(item);
  return items;
}

it.each([
  [4, [3, 4, 7, 9], [12, 20]],
  [3, [3, 4, 7], [9, 12, 20]],
  [10, KEYS],
])('gives every row once, in pages of %i', async (size, ...pages) => {
  const read = (behind: number, most: number) => KEYS.filter((key) => key > behind).slice(0, most);
  expect(await collect(pagesOf({ first: 0, size, read, keyOf: (key) => key }))).toEqual(pages);
  expect(await collect(pagesOf({ first: 20, size, read, keyOf: (key) => key }))).toEqual([]);
});

it('gives every id once, in pieces', async () => {
  expect(await collect(idPieces(Int32Array.from(KEYS), 4))).toEqual(['[3,4,7,9]', '[12,20]']);
  expect(await collect(idPieces(new Int32Array(), 4))).toEqual([]);
});
