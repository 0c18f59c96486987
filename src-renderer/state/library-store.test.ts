import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Client } from '../api/bridge.ts';
import { PlayedClient } from '../testing/played-client.ts';
import type { DetailStore } from './detail-store.svelte.ts';
import { LibraryStore } from './library-store.svelte.ts';

const SUMMARY = { totals: { tracks: 2, done: 2, failed: 0, waiting: 0, missing: 0 }, genres: [], styles: [] };

beforeEach(() => {
  vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => undefined });
});
afterEach(() => vi.useRealTimers());

/** A library of two tracks, the answers to the page's calls by their names, and what it calls when something happens. */
async function openLibrary() {
  const client = new PlayedClient();
  let tellChange = (): void => undefined;
  const on = (_: string, listener: () => void) => (tellChange = listener);
  const api = { call: client.call.bind(client), on } as unknown as Client;
  const library = new LibraryStore(api, { show: () => Promise.resolve() } as unknown as DetailStore, () => undefined);
  const counting = () => client.calls.filter(({ name }) => name !== 'library.rows');
  let answered = 0;
  const answer = async (...responses: unknown[]) => {
    for (const response of responses) counting()[answered++]?.resolve(response as never);
    await setImmediate();
  };
  const asked = async (act: () => void) => {
    const before = counting().length;
    act();
    await vi.waitFor(() => expect(counting().length).toBeGreaterThan(before));
    return counting()
      .slice(before)
      .map(({ name }) => name);
  };
  library.reset();
  await answer(Int32Array.of(1, 2), SUMMARY);
  return { library, client, answer, asked, tellChange: () => tellChange() };
}

it('counts the library when it was changed, and not at every letter and order', async () => {
  const { library, answer, asked, tellChange } = await openLibrary();
  expect(library.view).toEqual({ ...SUMMARY, ids: Int32Array.of(1, 2) });
  expect(await asked(() => library.filter({ text: 'v' }))).toEqual(['library.query']);
  await answer(Int32Array.of(2));
  expect(library.view).toEqual({ ...SUMMARY, ids: Int32Array.of(2) });
  expect(await asked(() => library.sortBy('title'))).toEqual(['library.query']);
  await answer(Int32Array.of(2));
  expect(await asked(tellChange)).toEqual(['library.query', 'library.summary']);
});

it('counts a change at the next letter, where that comes first or takes the place of a request', async () => {
  const { library, answer, asked, tellChange } = await openLibrary();
  tellChange();
  expect(await asked(() => library.filter({ text: 'v' }))).toEqual(['library.query', 'library.summary']);
  expect(await asked(() => library.filter({ text: 've' }))).toEqual(['library.query', 'library.summary']);
  await answer(Int32Array.of(1), SUMMARY, Int32Array.of(2), SUMMARY);
  expect(library.view.ids).toEqual(Int32Array.of(2));
  expect(await asked(() => library.filter({ text: '' }))).toEqual(['library.query']);
});

it('lets a scan take the rows in view first, then the selected ones, and asks nothing where no track waits', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const { library, client, answer } = await openLibrary();
  const preferred = () => client.calls.filter(({ name }) => name === 'scan.prefer').map(({ request }) => request);
  library.show(0, 2);
  vi.runAllTimers();
  expect(preferred()).toEqual([]);
  void library.refresh();
  await answer(
    Int32Array.from({ length: 9 }, (_, index) => 10 + index),
    { ...SUMMARY, totals: { ...SUMMARY.totals, waiting: 9 } },
  );
  library.select(7, 'only');
  library.show(2, 4);
  vi.runAllTimers();
  expect(preferred()).toEqual([{ ids: Int32Array.of(12, 13, 17) }]);
});
