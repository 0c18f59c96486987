import { beforeEach, expect, it } from 'vitest';
import type { Client } from '../api/bridge.ts';
import { PlayedClient } from '../testing/played-client.ts';
import { GenreProfileStore } from './genre-profile-store.svelte.ts';
import { NeighbourStore } from './neighbour-store.svelte.ts';

let client: PlayedClient;
let store: NeighbourStore;
beforeEach(() => {
  client = new PlayedClient();
  store = new NeighbourStore(client as Client);
});

const near = (...ids: number[]) => ids.map((id) => ({ id, genre: 'rock', distance: 0.1 }));
const row = (id: number, ...labels: string[]) => ({ id, labels });
const named = (list: readonly { id: number; track: { labels: readonly string[] } }[] | undefined) =>
  list?.map(({ id, track }) => [id, ...track.labels]);

/** Two tracks near the open one, of which one is the nearest of its genre. */
async function find(): Promise<void> {
  void store.find(1);
  for (const answer of [{ nearest: near(2, 3), byGenre: near(2) }, [row(2), row(3)], [row(2)]])
    await client.answer(answer);
}

it('shows a label that a similar track is given while it is listed, without comparing again', async () => {
  await find();
  void store.findAlike(1, 'rock');
  for (const answer of [{ nearest: near(3), byGenre: [] }, [row(3)]]) await client.answer(answer);
  expect(named(store.found?.nearest)).toEqual([[2], [3]]);
  const before = client.calls.length;
  await client.tell('labels.changed', {});
  for (const answer of [[row(2, 'Dub'), row(3)], [row(2, 'Dub')], [row(3)]]) await client.answer(answer);
  expect([named(store.found?.nearest), named(store.found?.byGenre)]).toEqual([[[2, 'Dub'], [3]], [[2, 'Dub']]]);
  expect(named(store.alike?.nearest)).toEqual([[3]]);
  expect(client.calls.slice(before).map(({ name }) => name)).toEqual(Array(3).fill('library.rows'));
});

it('shows the last of several labels that are given at once', async () => {
  await find();
  await client.tell('labels.changed', {});
  await client.tell('labels.changed', {});
  for (const answer of [[row(2, 'Dub')], [row(2, 'Ska')], [row(2, 'Dub')], [row(2, 'Ska')]])
    await client.answer(answer);
  expect([named(store.found?.nearest), named(store.found?.byGenre)]).toEqual([[[2, 'Ska']], [[2, 'Ska']]]);
});

it('takes no neighbours of a track or a genre that was left', async () => {
  void store.find(1);
  store.forget();
  await client.answer({ nearest: near(2), byGenre: [] });
  await client.answer([row(2)]);
  expect(store.found).toBeNull();
  void store.findAlike(1, 'rock');
  void store.findAlike(1, null);
  await client.answer({ nearest: near(2), byGenre: [] });
  await client.answer([row(2)]);
  expect(store.alike).toBeNull();
});

it('keeps what was found for the next track while the labels of those before are loaded', async () => {
  await find();
  await client.tell('labels.changed', {});
  void store.find(4);
  await client.answer([row(2, 'Dub'), row(3)]);
  await client.answer({ nearest: near(5), byGenre: [] });
  await client.answer([row(2, 'Dub')]);
  await client.answer([row(5)]);
  expect(named(store.found?.nearest)).toEqual([[5]]);
});

it('shows a label in the profile of a genre too, unless another one is shown by then', async () => {
  const profiles = new GenreProfileStore(client as Client);
  void profiles.open('rock');
  const [typical] = near(2);
  for (const answer of [{ typical, farthest: near(3) }, [row(2)], [row(3)], null]) await client.answer(answer);
  await client.tell('labels.changed', {});
  for (const answer of [[row(2, 'Dub')], [row(3, 'Ska')]]) await client.answer(answer);
  expect(named([...(profiles.typical ? [profiles.typical] : []), ...profiles.farthest])).toEqual([
    [2, 'Dub'],
    [3, 'Ska'],
  ]);
  await client.tell('labels.changed', {});
  void profiles.open('jazz');
  await client.answer([row(2, 'Pop')]);
  for (const answer of [{ typical: null, farthest: [] }, [row(3, 'Pop')]]) await client.answer(answer);
  expect([profiles.typical, profiles.farthest]).toEqual([null, []]);
});
