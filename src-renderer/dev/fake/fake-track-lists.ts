import type { HandlersOf } from './handlers.ts';

/** Writes nothing, and says that it did. */
export function fakeTrackLists(): HandlersOf<'lists'> {
  return {
    'lists.save': ({ format, ids, name }) => ({
      ...{ tracks: ids.length, leftOut: 0, lists: 1 },
      place: `/Music/${name ?? 'tracks'}.${format}`,
    }),
    'lists.saveByGenre': ({ ids }) => ({ tracks: ids.length, leftOut: 0, lists: 8, place: '/Music' }),
  };
}
