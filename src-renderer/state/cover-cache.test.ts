import { setImmediate } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import type { TrackId } from '../../src-main/contract/track.ts';
import type { CoverFile } from './cover-cache.ts';
import { CoverCache, fetchCover } from './cover-cache.ts';

/** A cache whose covers the test brings, in the order in which they were asked for. */
function setUp() {
  const asked: TrackId[] = [];
  const waiting: { readonly bring: (file: CoverFile | null) => void; readonly refuse: (error: Error) => void }[] = [];
  const cache = new CoverCache((id) => {
    asked.push(id);
    return new Promise((bring, refuse) => waiting.push({ bring, refuse }));
  });
  const bring = async (file: CoverFile | null = null) => {
    waiting.shift()?.bring(file);
    await setImmediate();
  };
  const refuse = async () => {
    waiting.shift()?.refuse(new Error('busy'));
    await setImmediate();
  };
  return { asked, bring, cache, refuse };
}

it('asks for three at once, then for the one that was wanted last', async () => {
  const { asked, bring, cache } = setUp();
  for (const id of [1, 2, 3, 4, 5]) void cache.get(id);
  expect(asked).toEqual([1, 2, 3]);
  await bring();
  expect(asked).toEqual([1, 2, 3, 5]);
  await bring();
  expect(asked).toEqual([1, 2, 3, 5, 4]);
});

it('asks once for a cover, also where there is none', async () => {
  const { asked, bring, cache } = setUp();
  const cover = cache.get(1);
  expect(cache.get(1)).toBe(cover);
  await bring();
  expect([await cache.get(1), asked]).toEqual([null, [1]]);
});

it('asks again for a cover that was refused, and lets others go on', async () => {
  const { asked, cache, refuse } = setUp();
  const refused = cache.get(1);
  for (const id of [2, 3, 4]) void cache.get(id);
  await refuse();
  expect([await refused, asked]).toEqual([null, [1, 2, 3, 4]]);
  for (let times = 0; times < 3; times++) await refuse();
  void cache.get(1);
  expect(asked).toEqual([1, 2, 3, 4, 1]);
});

it('asks again once it was cleared', async () => {
  const { asked, bring, cache } = setUp();
  void cache.get(1);
  await bring();
  cache.clear();
  void cache.get(1);
  expect(asked).toEqual([1, 1]);
});

it('drops the cover that was wanted longest ago', async () => {
  const { asked, bring, cache } = setUp();
  for (let id = 0; id < 150; id++) {
    void cache.get(id);
    await bring();
  }
  void cache.get(0);
  void cache.get(150);
  await bring();
  asked.length = 0;
  void cache.get(0);
  void cache.get(1);
  expect(asked).toEqual([1]);
});

it('scales the square middle of a picture, and has it kept in small where it is not', async () => {
  const drawn: unknown[][] = [];
  const close = vi.fn();
  const whole = { width: 400, height: 200, close };
  class Canvas {
    getContext = () => ({ drawImage: (...drawing: unknown[]) => drawn.push(drawing) });
    convertToBlob = () => Promise.resolve(new Blob(['kept']));
    transferToImageBitmap = () => 'small';
  }
  vi.stubGlobal('createImageBitmap', () => Promise.resolve(whole));
  vi.stubGlobal('OffscreenCanvas', Canvas);
  const { bring, cache } = setUp();
  const cover = cache.get(1);
  const kept: Blob[] = [];
  const keep = (small: Blob) => {
    kept.push(small);
    return Promise.reject(new Error('the disk is full'));
  };
  await bring({ picture: new Blob(['picture']), keep });
  expect(await cover).toBe('small');
  expect(await Promise.all(kept.map((small) => small.text()))).toEqual(['kept']);
  expect(drawn).toEqual([[whole, 100, 0, 200, 200, 0, 0, 320, 320]]);
  expect(close).toHaveBeenCalledOnce();
});

it('has no cover of a picture that cannot be decoded', async () => {
  vi.stubGlobal('createImageBitmap', () => Promise.reject(new Error('damaged')));
  const { bring, cache } = setUp();
  const cover = cache.get(1);
  await bring({ picture: new Blob(['damaged']), keep: null });
  expect(await cover).toBeNull();
});

it('tells an album without a cover from a main process that is busy', async () => {
  const answers = [new Response('picture'), new Response(null, { status: 404 }), new Response(null, { status: 503 })];
  vi.stubGlobal('fetch', () => Promise.resolve(answers.shift()));
  expect(await fetchCover(1)).toMatchObject({ picture: { size: 'picture'.length }, keep: null });
  expect(await fetchCover(1)).toBeNull();
  await expect(fetchCover(1)).rejects.toThrow('busy');
});

it('gives a cover back in small by the key that it came with', async () => {
  const sent: unknown[] = [];
  vi.stubGlobal('fetch', (...request: unknown[]) => {
    sent.push(request);
    return Promise.resolve(new Response('picture', { headers: { etag: 'abc' } }));
  });
  const file = await fetchCover(7);
  await file?.keep?.(new Blob(['small']));
  const body = new TextEncoder().encode('small').buffer;
  expect(sent).toEqual([['/cover/7'], ['/cover/7', { method: 'PUT', headers: { 'if-match': 'abc' }, body }]]);
});
