import { expect, it, vi } from 'vitest';
import { EVERY_TRACK, NO_FILTERS } from '../../src-main/contract/library.ts';
import { LONGEST_LIST_NAME } from '../../src-main/contract/track-lists.ts';
import type { Stores } from './stores.svelte.ts';
import { TrackLists } from './track-lists.ts';

const SAVED = { tracks: 2, leftOut: 0, lists: 1, place: '/lists/a.m3u8' };
const filters = { ...NO_FILTERS, genre: 'jazz', text: ' live ' };

/** Lists of a library whose table shows track 7. @param found what every query finds */
function openLists(found: Int32Array) {
  const call = vi.fn((name: string, _request: unknown) => Promise.resolve(name === 'library.query' ? found : SAVED));
  const tell = vi.fn();
  const messages = { attempt: <T>(answer: Promise<T>) => answer, tell };
  const library = { view: { ids: Int32Array.of(7) }, sort: { key: 'title', direction: 'descending' } };
  const lists = new TrackLists({ api: { call }, library, messages } as unknown as Pick<
    Stores,
    'api' | 'library' | 'messages'
  >);
  return { lists, call, tell };
}

it('writes what is shown, or other tracks in the order of the table', async () => {
  const { lists, call, tell } = openLists(Int32Array.of(1, 2));
  await lists.save('csv');
  expect(call).toHaveBeenLastCalledWith('lists.save', { format: 'csv', ids: Int32Array.of(7), name: null });
  await lists.saveOf({ name: 'Jazz'.repeat(LONGEST_LIST_NAME), filters });
  const sort = { key: 'title', direction: 'descending' };
  expect(call).toHaveBeenCalledWith('library.query', { ...EVERY_TRACK, genre: 'jazz', text: 'live', sort });
  const name = 'Jazz'.repeat(LONGEST_LIST_NAME / 4);
  expect(call).toHaveBeenLastCalledWith('lists.save', { format: 'm3u8', ids: Int32Array.of(1, 2), name });
  await lists.saveByGenreOf({ name: 'Jazz', filters });
  expect(call).toHaveBeenLastCalledWith('lists.saveByGenre', { ids: Int32Array.of(1, 2) });
  expect(tell).toHaveBeenCalledTimes(3);
});

it('says where there is nothing to write', async () => {
  const { lists, call, tell } = openLists(new Int32Array());
  await lists.saveOf({ name: 'Nothing', filters });
  await lists.saveByGenreOf({ name: 'Nothing', filters });
  expect(call.mock.calls.map(([name]) => name)).toEqual(['library.query', 'library.query']);
  expect(tell).toHaveBeenLastCalledWith('There is nothing to export: Nothing has no tracks.');
});
