import { expect, it } from 'vitest';
import { BridgeError, type Client } from '../api/bridge.ts';
import { PlayedClient } from '../testing/played-client.ts';
import { MapStore } from './map-store.svelte.ts';

const MAP = { ids: Int32Array.of(1, 2), positions: Float32Array.of(0, 0, 1, 1) };
const CANCELLED = new BridgeError({ code: 'cancelled', message: '' });

it('opens the map once for so many tracks, and colours it', async () => {
  const client = new PlayedClient();
  const store = new MapStore(client as Client);
  void store.follow(2);
  void store.follow(2);
  expect(client.calls.map(({ name }) => name)).toEqual(['views.map']);
  await client.answer(MAP);
  expect([store.phase, store.map]).toEqual(['ready', MAP]);
  await client.answer([{ name: 'rock', ids: Int32Array.of(1) }]);
  expect(store.groups).toHaveLength(1);
});

it('stays cancelled, but for a map that was there before', async () => {
  const client = new PlayedClient();
  const store = new MapStore(client as Client);
  void store.open(2);
  await client.refuse(CANCELLED);
  expect(store.phase).toBe('cancelled');
  void store.open(2);
  await client.answer(MAP);
  await client.answer([]);
  void store.open(3);
  await client.refuse(CANCELLED);
  expect([store.phase, store.map]).toEqual(['ready', MAP]);
});

it('takes no map of a folder that was left', async () => {
  const client = new PlayedClient();
  const store = new MapStore(client as Client);
  void store.open(2);
  store.reset();
  await client.answer(MAP);
  expect(store.map.ids).toHaveLength(0);
});
