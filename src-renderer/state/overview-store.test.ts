import { expect, it } from 'vitest';
import type { Client } from '../api/bridge.ts';
import { PlayedClient } from '../testing/played-client.ts';
import { OverviewStore } from './overview-store.svelte.ts';

const ids = (...tracks: number[]) => ({ kind: 'ids', ids: Int32Array.from(tracks) }) as const;
const figures = (tracks: number) => ({ tracks });

it('counts one selection at a time, and the last of those that come meanwhile', async () => {
  const client = new PlayedClient();
  const store = new OverviewStore(client as Client);
  const counted = store.count(ids(1));
  void store.count(ids(2));
  void store.count(ids(3));
  expect(client.calls).toHaveLength(1);
  await client.answer(figures(1));
  expect(client.calls.map(({ request }) => request)).toEqual([{ selection: ids(1) }, { selection: ids(3) }]);
  await client.answer(figures(3));
  await counted;
  expect(store.overview).toEqual(figures(3));
});

it('keeps the last figures where counting fails, until it succeeds again', async () => {
  const client = new PlayedClient();
  const store = new OverviewStore(client as Client);
  void store.count(ids(1));
  await client.answer(figures(1));
  void store.count(ids(2));
  await client.refuse();
  expect([store.overview, store.failure?.code]).toEqual([figures(1), 'unexpected']);
  void store.count(ids(2));
  await client.answer(figures(2));
  expect([store.overview, store.failure]).toEqual([figures(2), null]);
});
