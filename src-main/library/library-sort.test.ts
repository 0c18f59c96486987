import { NO_FILTERS } from '../contract/library.ts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SORT_KEYS, type SortDirection, type SortKey } from '../contract/values.ts';
import type { LibraryDatabase } from './database.ts';
import { openDatabase } from './database.ts';
import { queryLibrary } from './library-query.ts';
import { ScanStore } from './scan-store.ts';
import { TrackStore } from './track-store.ts';

const ROOT = '/music';
const ALBUMS = { 'a.mp3': '', 'b.mp3': 'second', 'c.mp3': 'First' };

let database: LibraryDatabase;
beforeEach(async () => {
  // All tracks come in at one moment.
  vi.useFakeTimers({ toFake: ['Date'] });
  database = openDatabase(':memory:');
  const tracks = new TrackStore(database);
  const paths = Object.keys(ALBUMS).map((name) => `${ROOT}/${name}`);
  await new ScanStore(database).reconcile(
    ROOT,
    paths.map((path) => ({ path, size: 1, modifiedMilliseconds: 1 })),
    [],
  );
  for (const [name, album] of Object.entries(ALBUMS))
    tracks.saveFailure(
      `${ROOT}/${name}`,
      { title: '', artist: '', album, genres: [], durationSeconds: null },
      { code: 'audio-silent', message: '' },
    );
});
afterEach(() => {
  vi.useRealTimers();
  database.close();
});

function sorted(key: SortKey, direction: SortDirection): string[] {
  const { ids } = queryLibrary(database, ROOT, { ...NO_FILTERS, sort: { key, direction } });
  return new TrackStore(database).rows([...ids]).map(({ fileName }) => fileName);
}

describe('the order of the library', () => {
  it.each(SORT_KEYS)('sorts by %s, tracks that are alike by their paths', (key) => {
    expect(sorted(key, 'ascending')).toHaveLength(3);
    expect(sorted(key, 'descending')).toHaveLength(3);
    if (key !== 'path' && key !== 'album' && key !== 'title')
      expect(sorted(key, 'descending')).toEqual(['a.mp3', 'b.mp3', 'c.mp3']);
  });

  it('puts tracks without an album last either way, and does not tell upper from lower case', () => {
    expect(sorted('album', 'ascending')).toEqual(['c.mp3', 'b.mp3', 'a.mp3']);
    expect(sorted('album', 'descending')).toEqual(['b.mp3', 'c.mp3', 'a.mp3']);
  });
});
