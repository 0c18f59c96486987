import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { sortNamed } from './named-music.ts';

let place = '';
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'genrescope-named-'));
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

it('tells folders, music and what is neither apart', async () => {
  const [folder, song, list] = [join(place, 'folder.mp3'), join(place, 'SONG.MP3'), join(place, 'list.m3u8')];
  mkdirSync(folder);
  writeFileSync(song, '');
  writeFileSync(list, '');
  const named = [folder, song, song, list, join(place, 'nowhere'), join(song, 'x'), 'smb://server/x.mp3'];
  expect(await sortNamed(named)).toEqual({
    folders: [folder],
    files: [song],
    refused: [
      { path: list, reason: 'not-music' },
      { path: join(place, 'nowhere'), reason: 'not-found' },
      { path: join(song, 'x'), reason: 'not-found' },
      { path: 'smb://server/x.mp3', reason: 'not-local' },
    ],
  });
});
