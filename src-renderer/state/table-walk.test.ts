import { expect, it, vi } from 'vitest';
import { DEFAULT_SETTINGS } from '../../src-main/contract/settings.ts';
import type { Client } from '../api/bridge.ts';
import { PlayedClient } from '../testing/played-client.ts';
import { SILENT_GLOBALS, type SilentAudio } from '../testing/silent-audio.ts';
import { DetailStore } from './detail-store.svelte.ts';
import { LibraryStore } from './library-store.svelte.ts';
import { Playback } from './playback.svelte.ts';
import { playFocused, tableWalk } from './table-walk.ts';

for (const [name, value] of Object.entries(SILENT_GLOBALS)) vi.stubGlobal(name, value);

const SUMMARY = { totals: { waiting: 0 } };

/** A table with these tracks, and a player beside it. */
async function openTable(...ids: number[]) {
  const client = new PlayedClient();
  const library = new LibraryStore(client as Client, new DetailStore(new PlayedClient() as Client), () => undefined);
  const parts = { settings: () => DEFAULT_SETTINGS, left: () => undefined };
  const playback = new Playback(new PlayedClient() as Client, parts);
  void library.refresh();
  await client.answer(Int32Array.from(ids));
  await client.answer(SUMMARY);
  const { player } = playback;
  const media = player.media as unknown as SilentAudio;
  return { client, library, media, playback, player, play: () => playFocused({ library, playback }) };
}

it('plays the focused track, or the first where none has the focus', async () => {
  const { library, play, player } = await openTable(7, 8, 9);
  play();
  expect([player.track, player.isPlaying, library.focusedId]).toEqual([7, true, 7]);
  library.select(2, 'only');
  play();
  expect([player.track, player.isPlaying]).toEqual([9, true]);
  play();
  expect(player.isPlaying).toBe(false);
});

it('plays nothing of an empty table', async () => {
  const { play, player } = await openTable();
  play();
  expect([player.track, player.isPlaying]).toEqual([null, false]);
});

it('takes the focus along while it is on what plays', async () => {
  const { library, media, play, player } = await openTable(7, 8, 9);
  play();
  media.end();
  expect([player.track, library.focusedId, [...library.selection.ids]]).toEqual([8, 8, [8]]);
  library.select(0, 'only');
  media.end();
  expect([player.track, library.focusedId]).toEqual([9, 7]);
});

it('keeps several rows selected', async () => {
  const { library, media, play } = await openTable(7, 8, 9);
  library.selectAll();
  play();
  media.end();
  expect([library.focusedId, [...library.selection.ids]]).toEqual([8, [7, 8, 9]]);
});

it('goes on in the order in which the table shows its tracks by now', async () => {
  const { client, library, media, play, player } = await openTable(7, 8, 9);
  play();
  void library.refresh();
  // The rows of the first view were asked for in between.
  await client.answer([]);
  await client.answer(Int32Array.of(9, 7, 5));
  await client.answer(SUMMARY);
  expect(tableWalk(library).at).toBe(1);
  media.end();
  expect([player.track, library.focusedId]).toEqual([5, 5]);
});
