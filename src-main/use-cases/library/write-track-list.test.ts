import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { TrackRow } from '../../contract/track.ts';
import {
  existingPlaylists,
  planGenrePlaylists,
  rowsOf,
  writeGenrePlaylists,
  writeTrackList,
} from './write-track-list.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'lists-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const GENRES = ['rock', 'jazz', null];
const track = (id: number): TrackRow => ({
  id,
  ...{
    fileName: `${id}.mp3`,
    folder,
    title: `T${id}`,
    artist: 'A',
    album: '',
    currentGenres: [],
    labels: [],
    styles: [],
  },
  ...{
    path: join(folder, `${id}.mp3`),
    secondGenre: null,
    year: null,
    bpm: null,
    format: '',
    bitRate: null,
    addedAt: null,
  },
  ...{ predictedGenre: GENRES[id % 3] ?? null, confidence: 0.5, durationSeconds: 1, error: null },
  status: id === 4 ? 'missing' : 'done',
});
const tracks = { rows: (ids: readonly number[]) => ids.map(track) };
const ids = Int32Array.from([3, 1, 2, 4, 0]);

it('writes tracks in their order, and tells what a playlist cannot hold', async () => {
  const list = join(folder, 'a.m3u8');
  expect(await writeTrackList(list, 'm3u8', rowsOf(tracks, ids))).toEqual({ tracks: 4, leftOut: 1 });
  const lines = readFileSync(list, 'utf8').split('\n');
  expect(lines.filter((line) => !line.startsWith('#'))).toEqual(['3.mp3', '1.mp3', '2.mp3', '0.mp3', '']);

  const table = join(folder, 'a.csv');
  expect(await writeTrackList(table, 'csv', rowsOf(tracks, ids))).toEqual({ tracks: 5, leftOut: 0 });
  expect(readFileSync(table, 'utf8').split('\n')).toHaveLength(7);

  const data = join(folder, 'a.json');
  await writeTrackList(data, 'json', rowsOf(tracks, ids));
  const read = JSON.parse(readFileSync(data, 'utf8')) as { title: string }[];
  expect(read.map(({ title }) => title)).toEqual(['T3', 'T1', 'T2', 'T4', 'T0']);
  await writeTrackList(data, 'json', rowsOf(tracks, new Int32Array()));
  expect(JSON.parse(readFileSync(data, 'utf8'))).toEqual([]);
});

it('replaces its own kind alone', async () => {
  const list = join(folder, 'a.m3u8');
  writeFileSync(list, 'my diary');
  await expect(writeTrackList(list, 'm3u8', rowsOf(tracks, ids))).rejects.toMatchObject({ code: 'output-refused' });
  expect(readFileSync(list, 'utf8')).toBe('my diary');
  await expect(writeTrackList(join(folder, 'a.mp3'), 'm3u8', rowsOf(tracks, ids))).rejects.toMatchObject({
    code: 'output-refused',
  });
  writeFileSync(list, '\ufeff#EXTM3U\n');
  await writeTrackList(list, 'm3u8', rowsOf(tracks, ids));
  expect(readdirSync(folder)).toEqual(['a.m3u8']);
});

it('writes none of several playlists where one would replace another file', async () => {
  writeFileSync(join(folder, 'Rock.m3u8'), 'my diary');
  const playlists = await planGenrePlaylists(folder, tracks, ids);
  await expect(writeGenrePlaylists(playlists, tracks)).rejects.toMatchObject({ code: 'output-refused' });
  expect(readdirSync(folder)).toEqual(['Rock.m3u8']);
});

it('writes a playlist for every predicted genre', async () => {
  writeFileSync(join(folder, 'Rock.m3u8'), '#EXTM3U\n');
  const playlists = await planGenrePlaylists(folder, tracks, ids);
  expect(existingPlaylists(playlists).map(({ file }) => file)).toEqual([join(folder, 'Rock.m3u8')]);
  expect(await writeGenrePlaylists(playlists, tracks)).toEqual({ tracks: 3, leftOut: 1 });
  expect(readFileSync(join(folder, 'Rock.m3u8'), 'utf8')).toContain('\n3.mp3\n');
  expect(readFileSync(join(folder, 'Jazz.m3u8'), 'utf8')).toContain('\n1.mp3\n');
  expect(await planGenrePlaylists(folder, tracks, Int32Array.of(2))).toEqual([]);
});
