import { expect, it } from 'vitest';
import { openDatabase } from './database.ts';
import { namesOfTracks } from './names-of-tracks.ts';
import { ScanStore } from './scan-store.ts';

const ROOT = '/music';

it('are what folders or tags say of tracks that are there, in their order', async () => {
  const database = openDatabase(':memory:');
  const folders = [`${ROOT}/Dub/One`, ROOT, `${ROOT}/Ska`];
  const files = Array.from({ length: 2_400 }, (_, index) => ({
    path: `${folders[index % 3]}/${index}.mp3`,
    size: 1,
    modifiedMilliseconds: index,
  }));
  await new ScanStore(database).reconcile(ROOT, files, []);
  database.exec(`
    UPDATE tracks SET genres = '["Pop"]' WHERE id % 2 = 0;
    UPDATE tracks SET written_genres = genres WHERE id % 4 = 0;
    UPDATE tracks SET status = 'missing' WHERE id = 1`);
  const ids = Int32Array.from({ length: 2_400 }, (_, index) => 2_400 - index);
  const named = async (source: 'tags' | 'folder' | 'top-folder') => {
    const all = await namesOfTracks(database, { root: ROOT, ids, source });
    expect(all.map(({ id }) => id)).toEqual([...ids].slice(0, -1));
    return all.slice(-5).map(({ genres }) => genres);
  };
  expect(await named('folder')).toEqual([['Ska'], ['music'], ['One'], ['Ska'], ['music']]);
  expect(await named('top-folder')).toEqual([['Ska'], ['music'], ['Dub'], ['Ska'], ['music']]);
  expect(await named('tags')).toEqual([['Pop'], [], [], [], ['Pop']]);
  database.close();
});
