import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { LibraryDatabase } from './database.ts';
import { openDatabase } from './database.ts';
import { Playlists } from './playlists.ts';

let folder: string;
let root: string;
let database: LibraryDatabase;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'playlists-')));
  root = join(folder, 'music');
  mkdirSync(join(root, 'Jazz', 'Live'), { recursive: true });
  database = openDatabase(':memory:');
  const insert = database.prepare(
    "INSERT INTO tracks (id, root, path, file_name, folder, size, modified) VALUES (?, ?, ?, '', ?, 1, 1)",
  );
  ['Jazz/Live/a.mp3', 'Jazz/Live/é.mp3', 'b.mp3'].forEach((path, index) =>
    insert.run(index + 1, root, join(root, path), dirname(join(root, path))),
  );
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true });
});

it('finds playlists beside and above tracks, and the tracks that they name', async () => {
  writeFileSync(join(root, 'top.m3u8'), 'b.mp3\nJazz/Live/e\u0301.mp3\nb.mp3\nno.mp3\n../outside.mp3\n');
  writeFileSync(join(root, 'Jazz', 'two.pls'), '[playlist]\nFile1=Live/a.mp3\n');
  writeFileSync(join(root, 'Jazz', 'notes.txt'), 'a.mp3');
  const playlists = new Playlists(database);
  const found = await playlists.find(root);
  expect(found).toEqual([
    { number: 0, name: 'two', folder: 'Jazz' },
    { number: 1, name: 'top', folder: '' },
  ]);
  expect(await playlists.tracks(root, 1)).toEqual({ ids: Int32Array.of(3, 2), unknown: 2 });
  expect(await playlists.tracks(root, 0)).toEqual({ ids: Int32Array.of(1), unknown: 0 });
  expect(await playlists.tracks(root, 2)).toBeNull();
  expect(await playlists.tracks('/other', 0)).toBeNull();
});

it('follows no link out of the library', async () => {
  const outside = join(folder, 'outside');
  mkdirSync(outside);
  writeFileSync(join(outside, 'secret.m3u'), 'x');
  symlinkSync(join(outside, 'secret.m3u'), join(root, 'link.m3u'));
  symlinkSync(outside, join(root, 'Linked'), 'junction');
  database.prepare('UPDATE tracks SET folder = ? WHERE id = 1').run(join(root, 'Linked'));
  expect(await new Playlists(database).find(root)).toEqual([]);
});

it('refuses a playlist that is too large, and one that is gone', async () => {
  writeFileSync(join(root, 'large.m3u'), Buffer.alloc((8 << 20) + 1, 'x'));
  writeFileSync(join(root, 'gone.m3u'), 'b.mp3');
  const playlists = new Playlists(database);
  await playlists.find(root);
  rmSync(join(root, 'gone.m3u'));
  await expect(playlists.tracks(root, 0)).rejects.toThrow();
  await expect(playlists.tracks(root, 1)).rejects.toMatchObject({ code: 'playlist-unreadable' });
});
