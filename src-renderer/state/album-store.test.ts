import { expect, it } from 'vitest';
import type { Client } from '../api/bridge.ts';
import { PlayedClient } from '../testing/played-client.ts';
import { AlbumStore } from './album-store.svelte.ts';

const ALL = { kind: 'all' } as const;

it('keeps the focus on its album, and fetches those in view', async () => {
  const client = new PlayedClient();
  const store = new AlbumStore(client as Client);
  void store.list(ALL);
  await client.answer(Int32Array.of(10, 20, 30));
  store.focus = 1;
  store.show(0, 2);
  expect(client.last).toMatchObject({ name: 'views.albumRows', request: { ids: Int32Array.of(10, 20) } });
  await client.answer([{ id: 10, title: 'Ten' }]);
  expect(store.at(0)).toMatchObject({ title: 'Ten' });
  void store.list(ALL);
  await client.answer(Int32Array.of(20, 30));
  expect([store.focus, [...(store.ids ?? [])]]).toEqual([0, [20, 30]]);
  await client.answer([]);
  void store.list(ALL);
  await client.answer(Int32Array.of(30));
  expect(store.focus).toBe(-1);
});

it('takes no list of a folder that was left', async () => {
  const client = new PlayedClient();
  const store = new AlbumStore(client as Client);
  void store.list(ALL);
  store.reset();
  await client.answer(Int32Array.of(1));
  expect(store.ids).toBeNull();
});

it('tells the tracks of an album in the order of their files', async () => {
  const client = new PlayedClient();
  const store = new AlbumStore(client as Client);
  const tracks = store.tracksOf({ id: 10, title: 'Ten', folder: '', artist: null, genre: null, tracks: 2 });
  expect(client.last).toMatchObject({
    name: 'library.query',
    request: { group: { by: 'album', value: '10' }, text: '' },
  });
  await client.answer(Int32Array.of(10, 11));
  expect([...(await tracks)]).toEqual([10, 11]);
});
