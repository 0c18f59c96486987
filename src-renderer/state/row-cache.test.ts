import { describe, expect, it } from 'vitest';
import { FakeLibrary } from '../dev/fake/fake-library.ts';
import { RowCache } from './row-cache.ts';

const library = new FakeLibrary(1000);

function setUp(limit?: number): { readonly asked: number[][]; readonly cache: RowCache } {
  const asked: number[][] = [];
  const cache = new RowCache(async (ids) => {
    asked.push([...ids]);
    return [...ids].flatMap((id) => library.tracks[id] ?? []);
  }, limit);
  return { asked, cache };
}

const range = (from: number, to: number): Int32Array =>
  Int32Array.from({ length: to - from }, (_, index) => from + index);

describe('RowCache', () => {
  it('fetches what is wanted once', async () => {
    const { asked, cache } = setUp();
    await cache.want(range(0, 3));
    await cache.want(range(1, 4));
    expect(asked).toEqual([[0, 1, 2], [3]]);
    expect(cache.get(3)?.id).toBe(3);
  });

  it('skips what was scrolled past while a request ran', async () => {
    const { asked, cache } = setUp();
    const first = cache.want(range(0, 2));
    void cache.want(range(100, 102));
    void cache.want(range(200, 202));
    await first;
    expect(asked).toEqual([
      [0, 1],
      [200, 201],
    ]);
  });

  it('keeps expired rows to look at and fetches them again', async () => {
    const { asked, cache } = setUp();
    await cache.want(range(0, 2));
    cache.expire();
    expect(cache.get(0)).toBeDefined();
    await cache.want(range(0, 2));
    expect(asked).toHaveLength(2);
  });

  it('asks again for rows that expired while they were under way', async () => {
    const { asked, cache } = setUp();
    const first = cache.want(range(0, 2));
    cache.expire();
    await first;
    expect(asked).toEqual([
      [0, 1],
      [0, 1],
    ]);
  });

  it('forgets rows out of view beyond its limit', async () => {
    const { cache } = setUp(10);
    await cache.want(range(0, 10));
    await cache.want(range(20, 30));
    expect(cache.get(0)).toBeUndefined();
    expect(cache.get(25)).toBeDefined();
  });

  it('can try again after a failure', async () => {
    let fails = true;
    const cache = new RowCache(async (ids) => {
      if (fails) throw new Error('gone');
      return [...ids].flatMap((id) => library.tracks[id] ?? []);
    });
    await expect(cache.want(range(0, 1))).rejects.toThrow('gone');
    fails = false;
    await cache.want(range(0, 1));
    expect(cache.get(0)?.id).toBe(0);
  });
});
