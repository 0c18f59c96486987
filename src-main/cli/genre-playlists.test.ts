import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openDatabase, type LibraryDatabase } from '../library/database.ts';
import { EVERY_TRACK } from '../contract/library.ts';
import { queryIds } from '../library/library-query.ts';
import { ScanStore } from '../library/scan-store.ts';
import { TrackStore } from '../library/track-store.ts';
import { writeByGenre } from './genre-playlists.ts';
import { EXIT } from './output.ts';

const ROOT = '/music';
const REPLACEABLE = '#EXTM3U\n';

let folder: string;
let database: LibraryDatabase;
let said: string;

beforeEach(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'genre-playlists-')));
  database = openDatabase(':memory:');
  const files = ['a', 'b', 'c', 'd'].map((name) => ({ path: `${ROOT}/${name}.mp3`, size: 1, modifiedMilliseconds: 1 }));
  await new ScanStore(database).reconcile(ROOT, files, []);
  database.exec("UPDATE tracks SET status = 'done', predicted = iif(file_name < 'c', 'jazz', 'hiphop')");
  database.exec("UPDATE tracks SET predicted = NULL WHERE file_name = 'd.mp3'");
  said = '';
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, 'write').mockImplementation((text) => {
      said += String(text);
      return true;
    });
});
afterEach(() => {
  vi.restoreAllMocks();
  database.close();
  rmSync(folder, { recursive: true });
});

const write = (mayReplace: boolean, where = folder) =>
  writeByGenre({
    ...{ folder: where, tracks: new TrackStore(database), mayReplace, signal: new AbortController().signal },
    ids: queryIds(database, ROOT, EVERY_TRACK),
  });

it('writes a playlist for every predicted genre, and tells where', async () => {
  expect(await write(false)).toBe(EXIT.ok);
  expect(readdirSync(folder).sort()).toEqual(['Hip-Hop.m3u8', 'Jazz.m3u8']);
  expect(readFileSync(join(folder, 'Jazz.m3u8'), 'utf8')).toContain('/music/a.mp3\n#EXTINF:-1,b\n/music/b.mp3\n');
  expect(said).toContain(`2 playlists with 3 tracks written to ${folder}.`);
});

it('replaces playlists only where it may', async () => {
  writeFileSync(join(folder, 'Jazz.m3u8'), REPLACEABLE);
  expect(await write(false)).toBe(EXIT.usage);
  expect(said).toContain('give --yes');
  expect(readdirSync(folder)).toEqual(['Jazz.m3u8']);
  expect(readFileSync(join(folder, 'Jazz.m3u8'), 'utf8')).toBe(REPLACEABLE);
  expect(await write(true)).toBe(EXIT.ok);
  expect(readFileSync(join(folder, 'Jazz.m3u8'), 'utf8')).toContain('a.mp3');
});

it('never replaces another file, and writes nothing then', async () => {
  writeFileSync(join(folder, 'Jazz.m3u8'), 'my diary');
  await expect(write(true)).rejects.toMatchObject({ code: 'output-refused' });
  expect(readdirSync(folder)).toEqual(['Jazz.m3u8']);
});

it('says where there is nothing to write, or no folder', async () => {
  database.exec('UPDATE tracks SET predicted = NULL');
  expect(await write(false)).toBe(EXIT.ok);
  expect(said).toContain('none of these tracks has a predicted genre');
  await expect(write(false, join(folder, 'nowhere'))).rejects.toMatchObject({ code: 'folder-not-found' });
});
