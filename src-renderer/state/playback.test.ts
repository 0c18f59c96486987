import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DEFAULT_SETTINGS } from '../../src-main/contract/settings.ts';
import type { TrackId } from '../../src-main/contract/track.ts';
import type { Client } from '../api/bridge.ts';
import { PlayedClient } from '../testing/played-client.ts';
import { SILENT_GLOBALS, type SilentAudio } from '../testing/silent-audio.ts';
import { Playback } from './playback.svelte.ts';
import type { TrackWalk } from './track-walk.ts';

for (const [name, value] of Object.entries(SILENT_GLOBALS)) vi.stubGlobal(name, value);
beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => vi.useRealTimers());

const LIST = [1, 2, 3, 4];
const moves: [at: number, from: TrackId][] = [];

/** The list from a place on. */
const walkFrom = (at: number): TrackWalk => ({
  at,
  idAt: (index) => LIST[index],
  placeOf: (id) => LIST.indexOf(id),
  moved: (to, from) => moves.push([to, from]),
});

function setUp({ playsNext = true } = {}) {
  moves.length = 0;
  const client = new PlayedClient();
  const left: [TrackId, number][] = [];
  const playback = new Playback(client as Client, {
    settings: () => ({ ...DEFAULT_SETTINGS, playsNext }),
    left: (id, seconds) => left.push([id, seconds]),
  });
  const { player } = playback;
  const media = player.media as unknown as SilentAudio;
  const now = () => [player.track, player.isPlaying, player.seconds];
  return { client, left, media, now, playback, player };
}

it('begins a track where it is asked to, then pauses it and goes on from there', () => {
  const { now, playback } = setUp();
  playback.toggle(walkFrom(0), 12);
  expect(now()).toEqual([1, true, 12]);
  playback.toggle(walkFrom(0), 40);
  expect(now()).toEqual([1, false, 12]);
  playback.toggle(walkFrom(0), 40);
  expect(now()).toEqual([1, true, 12]);
});

it('plays the track in the player from another moment on', () => {
  const { left, now, playback } = setUp();
  playback.play(walkFrom(0), 12);
  playback.play(walkFrom(0), 40);
  expect([now(), left]).toEqual([[1, true, 40], []]);
});

it('starts only the last track of quick moves, and tells where the one before was left', () => {
  const { client, left, now, playback, player } = setUp();
  playback.play(walkFrom(0));
  player.seek(7);
  playback.moveTo(walkFrom(1));
  playback.moveTo(walkFrom(2));
  expect(now()).toEqual([1, true, 7]);
  vi.runAllTimers();
  expect([now(), left]).toEqual([[3, true, 0], [[1, 7]]]);
  expect(client.calls.map(({ request }) => request)).toEqual([{ id: 1 }, { id: 3 }]);
});

it('moves to no track while it is paused', () => {
  const { now, playback } = setUp();
  playback.toggle(walkFrom(0));
  playback.toggle(walkFrom(0));
  playback.moveTo(walkFrom(1));
  vi.runAllTimers();
  expect(now()).toEqual([1, false, 0]);
});

it('plays nothing where a file cannot be read, tries it again when it is asked to, and goes on from it', () => {
  const { media, now, playback, player } = setUp();
  playback.play(walkFrom(0));
  media.fail();
  expect([now(), player.failure]).toEqual([[1, false, 0], true]);
  playback.toggle(walkFrom(0));
  expect([now(), player.failure]).toEqual([[1, true, 0], false]);
  media.fail();
  playback.moveTo(walkFrom(1));
  vi.runAllTimers();
  expect([now(), player.failure]).toEqual([[2, true, 0], false]);
});

it('pauses where the track is toggled that it was about to play', () => {
  const { now, playback } = setUp();
  playback.play(walkFrom(0));
  playback.moveTo(walkFrom(1));
  playback.toggle(walkFrom(1));
  vi.runAllTimers();
  expect(now()).toEqual([1, false, 0]);
});

it('steps from the track that it was about to play, and tells the list', () => {
  const { now, playback } = setUp();
  playback.play(walkFrom(0));
  playback.moveTo(walkFrom(1));
  playback.next();
  vi.runAllTimers();
  expect([now(), moves]).toEqual([[3, true, 0], [[2, 2]]]);
});

it('has the track that plays, and the one that is about to', () => {
  const { playback } = setUp();
  playback.play(walkFrom(0));
  playback.moveTo(walkFrom(1));
  expect([1, 2, 3].map((id) => playback.has(id))).toEqual([true, true, false]);
  vi.runAllTimers();
  expect([1, 2, 3].map((id) => playback.has(id))).toEqual([false, true, false]);
});

it('goes on at the end of a track, up to the last one', () => {
  const { media, now, playback } = setUp();
  playback.play(walkFrom(2));
  media.end();
  expect(now()).toEqual([4, true, 0]);
  media.end();
  expect(now()).toEqual([4, false, 0]);
});

it('stays at the end of a track if the settings say so', () => {
  const { media, now, playback } = setUp({ playsNext: false });
  playback.play(walkFrom(0));
  media.end();
  expect(now()).toEqual([1, false, 0]);
});

it('describes the track in the player, not the one before, which was read more slowly', async () => {
  const { client, playback } = setUp();
  const described = (id: TrackId) => ({ id, title: `Track ${id}`, artist: '', album: '', durationSeconds: 60 * id });
  playback.play(walkFrom(0));
  playback.play(walkFrom(1));
  await client.answer(described(1));
  expect(playback.track).toBeNull();
  await client.answer(described(2));
  expect([playback.track, playback.durationSeconds]).toEqual([described(2), 120]);
});

it('has nothing to go on with once it is closed', () => {
  const { left, now, playback } = setUp();
  playback.play(walkFrom(0), 5);
  playback.close();
  playback.next();
  expect([now(), left]).toEqual([[null, false, 0], [[1, 5]]]);
});
