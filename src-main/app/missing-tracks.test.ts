import { statSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { EVERY_TRACK } from '../contract/library.ts';
import type { ScannedFile } from '../contract/scanned-file.ts';
import { KEPT_REMOVALS } from '../contract/steps.ts';
import type { LibraryDatabase } from '../library/database.ts';
import { openDatabase } from '../library/database.ts';
import { LabelStore } from '../library/label-store.ts';
import { queryLibrary } from '../library/library-query.ts';
import { FolderStore } from '../library/folder-store.ts';
import { foldersNamed } from '../library/named-folders.ts';
import { MissingStore } from '../library/missing-store.ts';
import { ScanStore } from '../library/scan-store.ts';
import { TrackStore } from '../library/track-store.ts';
import { findMissing } from './missing-tracks.ts';

type Row = Readonly<Record<string, unknown>>;

let folder = '';
let music = '';
let database: LibraryDatabase;
let tracks: TrackStore;
let scans: ScanStore;
let missing: MissingStore;
let folders: FolderStore;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'genrescope-missing-'));
  music = join(folder, 'music');
  await mkdir(join(music, 'album'), { recursive: true });
  for (const [index, name] of ['a.mp3', 'b.mp3', 'c.mp3'].entries())
    await writeFile(join(music, 'album', name), 'x'.repeat(index + 1));
  database = openDatabase(':memory:');
  tracks = new TrackStore(database);
  scans = new ScanStore(database);
  missing = new MissingStore(database);
  folders = new FolderStore(database);
  const files = ['a.mp3', 'b.mp3', 'c.mp3'].map((name, index) => ({
    path: join(music, 'album', name),
    size: index + 1,
    modifiedMilliseconds: index,
  }));
  await scans.reconcile(music, files, []);
  await scans.reconcile(music, [], []);
});
afterEach(async () => {
  database.close();
  await rm(folder, { recursive: true });
});

const idOf = (name: string) => tracks.idOf(join(music, 'album', name))!;
const ids = (...tracks: number[]) => Int32Array.from(tracks);
/** All that is known of a track. */
function rowOf(id: number): Row {
  const { _metadata, ...facts } = database.prepare('SELECT * FROM tracks WHERE id = ?').get(id) as Row;
  return facts;
}
/** A file as a walk finds it. */
function placeOf(path: string): ScannedFile {
  const { size, mtimeMs } = statSync(path);
  return { path, size, modifiedMilliseconds: Math.floor(mtimeMs) };
}
const listed = (root: string) =>
  tracks
    .rows([...queryLibrary(database, root, EVERY_TRACK).ids])
    .map(({ fileName, status }) => `${fileName} ${status}`);

/** Files with music of a size, known to the library. */
async function makeFiles(...files: readonly (readonly [path: string, size: number])[]): Promise<void> {
  for (const [path, size] of files) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, 'x'.repeat(size));
  }
  const known = files.map(([path, size]) => ({ path, size, modifiedMilliseconds: 1 }));
  await scans.reconcile(music, known, []);
}
const find = (other: string) => findMissing({ database, folders, missing }, music, other);

it('opens the other folder as the library where every track is found there', async () => {
  const [a, b, c] = [idOf('a.mp3'), idOf('b.mp3'), idOf('c.mp3')];
  await missing.remove(music, ids(c));
  const moved = join(folder, 'elsewhere');
  await rename(join(music, 'album'), moved);
  expect(await find(moved)).toEqual({ found: 2, missing: 0, added: [], opened: moved });
  expect([tracks.idOf(join(moved, 'a.mp3')), tracks.idOf(join(moved, 'b.mp3'))]).toEqual([a, b]);
  expect([listed(moved), listed(music), folders.of(moved)]).toEqual([['a.mp3 waiting', 'b.mp3 waiting'], [], [moved]]);
  expect((await missing.undo())?.ids).toEqual(ids(c));
  expect(listed(moved)).toContain('c.mp3 missing');
});

it('opens the folder of found tracks where the other one holds the library, in which no track is left', async () => {
  const opened = join(folder, 'album');
  await rename(join(music, 'album'), opened);
  expect(await find(folder)).toEqual({ found: 3, missing: 0, added: [], opened });
  expect(listed(opened)).toHaveLength(3);
});

it('adds the folder of found tracks to a library that has others, and keeps all that is known of them', async () => {
  const other = join(music, 'other', 'd.mp3');
  new LabelStore(database).edit([idOf('a.mp3')], { kind: 'set', genres: ['Polka'] });
  const { path: _path, folder: _folder, search_text: _text, status: _status, ...before } = rowOf(idOf('a.mp3'));
  await makeFiles([other, 9]);
  const archive = join(folder, 'archive');
  await mkdir(join(archive, 'strangers'), { recursive: true });
  await rename(join(music, 'album'), join(archive, 'album'));
  // Another file of the same name is not the track.
  await writeFile(join(archive, 'album', 'c.mp3'), 'another');
  const added = join(archive, 'album');
  expect(await find(archive)).toEqual({ found: 2, missing: 1, added: [added], opened: null });
  expect(folders.of(music)).toEqual([music, added]);
  expect(listed(music).sort()).toEqual(['a.mp3 waiting', 'b.mp3 waiting', 'c.mp3 missing', 'd.mp3 waiting']);
  const id = tracks.idOf(join(added, 'a.mp3'))!;
  expect(rowOf(id)).toMatchObject({ ...before, root: music, sound_hash: null, modified: expect.any(Number) as number });
  expect(tracks.rows([id])[0]?.labels).toEqual(['Polka']);
  expect(foldersNamed(database, music, `${added}/`)).toEqual([added]);
  await scans.reconcile(music, [other, ...['a', 'b'].map((name) => join(added, `${name}.mp3`))].map(placeOf), []);
  expect(listed(music).filter((track) => track.endsWith('missing'))).toEqual(['c.mp3 missing']);
});

it('adds folders beside the library, in place of its folders that lie in them', async () => {
  const beside = (...names: string[]) => join(folder, ...names);
  await makeFiles([beside('archive', 'one', 'e.mp3'), 20], [beside('gone', 'two', 'f.mp3'), 21]);
  folders.add(music, beside('archive', 'one'));
  folders.add(music, beside('gone'));
  await scans.reconcile(music, [placeOf(beside('archive', 'one', 'e.mp3'))], []);
  await rename(beside('gone', 'two'), beside('archive', 'two'));
  await rename(join(music, 'album', 'a.mp3'), beside('archive', 'a.mp3'));
  await mkdir(beside('album'));
  await rename(join(music, 'album', 'b.mp3'), beside('album', 'b.mp3'));
  expect(await find(beside('archive'))).toMatchObject({ found: 2, added: [beside('archive')] });
  expect(await find(folder)).toEqual({ found: 1, missing: 1, added: [beside('album')], opened: null });
  expect(folders.of(music)).toEqual([music, beside('album'), beside('archive'), beside('gone')]);
});

it('changes nothing where a found file lies right beside the library', async () => {
  await rename(join(music, 'album', 'a.mp3'), join(folder, 'a.mp3'));
  await expect(find(folder)).rejects.toMatchObject({ code: 'folder-overlaps' });
  expect([folders.of(music), listed(music)]).toEqual([[music], ['a.mp3 missing', 'b.mp3 missing', 'c.mp3 missing']]);
});

it('finds a file for one of two tracks of its name and size', async () => {
  await makeFiles([join(music, 'copies', 'a.mp3'), 1]);
  await scans.reconcile(music, [], []);
  const elsewhere = join(folder, 'elsewhere');
  await rename(join(music, 'copies'), elsewhere);
  await rm(join(music, 'album'), { recursive: true });
  expect(await find(elsewhere)).toMatchObject({ found: 1, missing: 3 });
  expect(listed(music)).toHaveLength(4);
});

it('keeps tracks in their folder where they are found within it, in place of newer ones without labels', async () => {
  await rename(join(music, 'album'), join(music, 'renamed'));
  const [a, b] = [idOf('a.mp3'), idOf('b.mp3')];
  const place = (name: string) => ({ path: join(music, 'renamed', name), size: 9, modifiedMilliseconds: 9 });
  await scans.reconcile(music, [place('a.mp3'), place('b.mp3')], []);
  new LabelStore(database).edit([tracks.idOf(place('b.mp3').path)!], { kind: 'set', genres: ['Polka'] });
  expect(await find(join(music, 'renamed'))).toEqual({ found: 2, missing: 1, added: [], opened: null });
  expect(tracks.idOf(place('a.mp3').path)).toBe(a);
  expect(tracks.idOf(place('b.mp3').path)).not.toBe(b);
});

it('removes missing tracks, and keeps labels until their files are back', async () => {
  const labels = new LabelStore(database);
  labels.edit([idOf('a.mp3')], { kind: 'set', genres: ['Polka'] });
  labels.edit([idOf('b.mp3')], { kind: 'set', genres: ['Waltz'] });
  labels.undo();
  expect(await missing.remove(music, ids(idOf('c.mp3')))).toBe(1);
  expect(listed(music)).toEqual(['a.mp3 missing', 'b.mp3 missing']);
  expect(await missing.remove(music, null)).toBe(2);
  expect(listed(music)).toEqual([]);
  await scans.reconcile(music, [{ path: join(music, 'album', 'a.mp3'), size: 1, modifiedMilliseconds: 0 }], []);
  expect(listed(music)).toEqual(['a.mp3 waiting']);
  expect(tracks.rows([idOf('a.mp3')])[0]?.labels).toEqual(['Polka']);
});

it('removes no track whose file is there', async () => {
  await scans.reconcile(music, [{ path: join(music, 'album', 'a.mp3'), size: 1, modifiedMilliseconds: 0 }], []);
  expect(await missing.remove(music, ids(idOf('a.mp3'), idOf('b.mp3')))).toBe(1);
  expect(listed(music)).toEqual(['a.mp3 waiting', 'c.mp3 missing']);
});

it('brings removed tracks back as they were, and removes them again', async () => {
  const c = idOf('c.mp3');
  const kept = () => {
    const { removal: _removal, ...facts } = rowOf(c);
    return facts;
  };
  const before = kept();
  await missing.remove(music, ids(c));
  expect(listed(music)).toEqual(['a.mp3 missing', 'b.mp3 missing']);
  expect(await missing.undo()).toEqual({ what: 'Remove 1 Missing Track', ids: ids(c) });
  expect(kept()).toEqual(before);
  expect(await missing.redo()).toEqual({ what: 'Remove 1 Missing Track', ids: ids(c) });
  // A file that is found again is no longer removed.
  await scans.reconcile(music, [{ path: join(music, 'album', 'c.mp3'), size: 3, modifiedMilliseconds: 2 }], []);
  expect(await missing.undo()).toEqual({ what: 'Remove 1 Missing Track', ids: ids() });
  expect(listed(music)).toContain('c.mp3 waiting');
});

it('keeps the tracks of the last removals and of labels, and deletes those of older ones', async () => {
  new LabelStore(database).edit([idOf('a.mp3')], { kind: 'set', genres: ['Polka'] });
  const names = Array.from({ length: KEPT_REMOVALS }, (_, index) => `${index}.mp3`);
  const files = names.map((name, index) => ({
    path: join(music, 'album', name),
    size: 50 + index,
    modifiedMilliseconds: 9,
  }));
  await scans.reconcile(music, files, []);
  await scans.reconcile(music, [], []);
  expect(await missing.remove(music, ids(idOf('a.mp3'), idOf('b.mp3')))).toBe(2);
  for (const name of names) await missing.remove(music, ids(idOf(name)));
  await missing.deleteForgotten();
  expect(tracks.idOf(join(music, 'album', 'b.mp3'))).toBeNull();
  expect(idOf('a.mp3')).toBeGreaterThan(0);
  for (const name of names.toReversed()) expect((await missing.undo())?.ids).toEqual(ids(idOf(name)));
  expect(await missing.undo()).toBeNull();
});

it('reads many missing tracks some at a time, so that others have their turn', async () => {
  database.exec(`
    WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 12000)
    INSERT INTO tracks (root, path, file_name, folder, size, modified, search_text, status)
    SELECT '${music}', '${music}/' || n || '.mp3', n || '.mp3', '${music}', 1, 1, '', 'missing' FROM numbers`);
  let turns = 0;
  let found = 0;
  for await (const some of missing.tracks(music)) {
    setImmediate(() => (turns += 1));
    found += some.length;
  }
  expect(found).toBe(12_003);
  expect(turns).toBeGreaterThan(1);
});

it('leaves missing tracks out where files are asked for, in the order of the question', () => {
  const [a, b, c] = [idOf('a.mp3'), idOf('b.mp3'), idOf('c.mp3')];
  database.exec("UPDATE tracks SET status = 'done' WHERE file_name <> 'b.mp3'");
  expect(tracks.filesOf([c, b, a])).toEqual(['c.mp3', 'a.mp3'].map((name) => join(music, 'album', name)));
});
