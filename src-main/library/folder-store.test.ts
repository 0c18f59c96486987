import { afterEach, beforeEach, expect, it } from 'vitest';
import type { LibraryDatabase } from './database.ts';
import { openDatabase } from './database.ts';
import { FolderStore } from './folder-store.ts';
import { namesOfTracks } from './names-of-tracks.ts';
import { ScanStore } from './scan-store.ts';

const ROOT = '/music';
const OTHER = '/mnt/records';
const file = (path: string) => ({ path, size: 1, modifiedMilliseconds: 1 });

let database: LibraryDatabase;
let folders: FolderStore;
let scans: ScanStore;
beforeEach(() => {
  database = openDatabase(':memory:');
  folders = new FolderStore(database);
  scans = new ScanStore(database);
});
afterEach(() => database.close());

const tracksOf = (root: string) =>
  (database.prepare('SELECT path, status FROM tracks WHERE root = ? ORDER BY path').all(root) as object[]).map(
    (row) => ({
      ...row,
    }),
  );

it('a library has the tracks of all its folders, and what a folder had is taken along', async () => {
  await scans.reconcile(OTHER, [file(`${OTHER}/a.mp3`)], []);
  database.exec("UPDATE tracks SET status = 'done'");
  folders.add(ROOT, OTHER);
  expect(folders.of(ROOT)).toEqual([ROOT, OTHER]);
  await scans.reconcile(ROOT, [file(`${ROOT}/b.mp3`), file(`${OTHER}/a.mp3`)], []);
  expect(tracksOf(ROOT)).toMatchObject([
    { path: `${OTHER}/a.mp3`, status: 'done' },
    { path: `${ROOT}/b.mp3`, status: 'waiting' },
  ]);
  expect(tracksOf(OTHER)).toEqual([]);
});

it('a folder takes the place of those of its library that lie in it, and of no others', () => {
  for (const folder of [`${OTHER}/Dub`, `${OTHER}-2`, OTHER]) folders.add(ROOT, folder);
  folders.add('/elsewhere', `${OTHER}/Rock`);
  folders.add(ROOT, OTHER);
  expect(folders.of(ROOT)).toEqual([ROOT, OTHER, `${OTHER}-2`]);
  expect(folders.of('/elsewhere')).toEqual(['/elsewhere', `${OTHER}/Rock`]);
});

it('knows whether a library has tracks outside of a folder', async () => {
  await scans.reconcile(ROOT, [file(`${OTHER}/a.mp3`)], []);
  expect(folders.holdsAll(ROOT, OTHER)).toBe(true);
  for (const beside of [`${OTHER}-2/b.mp3`, `${OTHER.slice(0, -1)}/b.mp3`]) {
    await scans.reconcile(ROOT, [file(beside)], []);
    expect(folders.holdsAll(ROOT, OTHER)).toBe(false);
    database.prepare('DELETE FROM tracks WHERE path = ?').run(beside);
  }
});

it('a folder that is not there loses nothing', async () => {
  folders.add(ROOT, OTHER);
  await scans.reconcile(ROOT, [file(`${ROOT}/b.mp3`), file(`${OTHER}/a.mp3`)], []);
  await scans.reconcile(ROOT, [], [], [OTHER]);
  expect(tracksOf(ROOT)).toMatchObject([{ status: 'waiting' }, { path: `${ROOT}/b.mp3`, status: 'missing' }]);
});

it('a folder that is taken out keeps its tracks, and no other folder’s', async () => {
  folders.add(ROOT, OTHER);
  const beside = `${OTHER}-2/c.mp3`;
  const many = Array.from({ length: 2_500 }, (_, index) => file(`${OTHER}/${index}.mp3`));
  await scans.reconcile(ROOT, [file(`${ROOT}/b.mp3`), file(beside), ...many], []);
  await folders.remove(ROOT, OTHER);
  expect(folders.of(ROOT)).toEqual([ROOT]);
  expect(tracksOf(ROOT)).toMatchObject([{ path: beside }, { path: `${ROOT}/b.mp3` }]);
  expect(tracksOf(OTHER)).toHaveLength(2_500);
});

it('the top folder of a track is below the folder that it lies in', async () => {
  folders.add(ROOT, OTHER);
  await scans.reconcile(ROOT, [file(`${OTHER}/Dub/One/a.mp3`), file(`${OTHER}/b.mp3`)], []);
  const named = await namesOfTracks(database, { root: ROOT, ids: Int32Array.of(1, 2), source: 'top-folder' });
  expect(named.map(({ genres }) => genres)).toEqual([['Dub'], ['records']]);
});
