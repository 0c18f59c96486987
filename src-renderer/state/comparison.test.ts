import { expect, it, vi } from 'vitest';
import { DEFAULT_SETTINGS } from '../../src-main/contract/settings.ts';
import type { Client } from '../api/bridge.ts';
import { PlayedClient } from '../testing/played-client.ts';
import { SILENT_GLOBALS, type SilentAudio } from '../testing/silent-audio.ts';
import { Comparison } from './comparison.svelte.ts';
import type { InspectorStore } from './inspector-store.svelte.ts';
import { Playback } from './playback.svelte.ts';
import { walkAlong } from './track-walk.ts';

for (const [name, value] of Object.entries(SILENT_GLOBALS)) vi.stubGlobal(name, value);

/** An inspector with a track of 100 seconds, as far as a comparison reads it. */
class OpenTrack {
  track: { readonly id: number } | null = { id: 1 };
  readonly durationSeconds = 100;
  readonly #playback: Playback;

  constructor(playback: Playback) {
    this.#playback = playback;
  }

  get isInPlayer(): boolean {
    return this.track !== null && this.#playback.player.track === this.track.id;
  }

  get seconds(): number {
    return this.isInPlayer ? this.#playback.player.seconds : 0;
  }

  get playedWalk() {
    return walkAlong(this.track ? [this.track.id] : []);
  }
}

function setUp() {
  const parts = { settings: () => DEFAULT_SETTINGS, left: () => undefined };
  const playback = new Playback(new PlayedClient() as Client, parts);
  const inspector = new OpenTrack(playback);
  const comparison = new Comparison(inspector as unknown as InspectorStore, playback);
  const { player } = playback;
  const media = player.media as unknown as SilentAudio;
  return { comparison, inspector, media, now: () => [player.track, player.seconds], playback, player };
}

it('switches between two tracks at the same relative moment', () => {
  const { comparison, media, now, playback, player } = setUp();
  playback.play(walkAlong([2]));
  media.measure(200);
  player.seek(50);
  expect(comparison.target).toBe('open');
  comparison.switch();
  expect([now(), comparison.target]).toEqual([[1, 25], 'other']);
  player.seek(75);
  comparison.switch();
  expect([now(), comparison.target]).toEqual([[2, 150], 'open']);
});

it('begins the open track at its start where the length of the other one is not known', () => {
  const { comparison, now, playback, player } = setUp();
  playback.play(walkAlong([2]));
  player.seek(50);
  comparison.switch();
  expect(now()).toEqual([1, 0]);
});

it('has no target without two tracks', () => {
  const { comparison, inspector, now, playback } = setUp();
  expect(comparison.target).toBeNull();
  playback.play(walkAlong([1]), 5);
  expect(comparison.target).toBeNull();
  inspector.track = null;
  comparison.switch();
  expect([comparison.target, now()]).toEqual([null, [1, 5]]);
});

it('forgets the other track when another one is open and plays', () => {
  const { comparison, inspector, now, playback } = setUp();
  playback.play(walkAlong([2]));
  comparison.switch();
  inspector.track = { id: 3 };
  expect(comparison.target).toBe('open');
  playback.play(walkAlong([3]), 5);
  comparison.switch();
  expect([comparison.target, now()]).toEqual([null, [3, 5]]);
});
