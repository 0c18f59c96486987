import { beforeEach, expect, it } from 'vitest';
import { PlayedProcess } from '../testing/played-process.ts';
import type { SoundMapProtocol } from '../workers/sound-map-protocol.ts';
import { MapController } from './map-controller.ts';
import { OpenFolder } from './open-folder.ts';

const MAP = { ids: Int32Array.of(1, 2), positions: Float32Array.of(0, 0, 1, 1) };
let threads: PlayedProcess<SoundMapProtocol>[];
let folder: OpenFolder;
let maps: MapController;

beforeEach(() => {
  threads = [];
  folder = new OpenFolder();
  const start = () => {
    const thread = new PlayedProcess<SoundMapProtocol>();
    threads.push(thread);
    return thread;
  };
  maps = new MapController({ folder, maps: '/maps', start, emit: () => undefined });
});

it('needs an open folder', () => expect(maps.map()).rejects.toMatchObject({ code: 'request-invalid' }));

it('computes one map for all who ask, and ends the thread with it', async () => {
  folder.replace('/music');
  const asked = [maps.map(), maps.map()];
  expect(threads).toHaveLength(1);
  expect(threads[0]?.last?.request).toEqual({ root: '/music', folder: '/maps' });
  await threads[0]?.respond('map', MAP);
  expect(await Promise.all(asked)).toEqual([MAP, MAP]);
  expect(threads[0]?.isKilled).toBe(true);
});

it('cancels the map of a folder that was left; the new one is not ended with it', async () => {
  folder.replace('/music');
  const left = maps.map();
  folder.replace('/other');
  const next = maps.map();
  await expect(left).rejects.toMatchObject({ code: 'cancelled' });
  expect(threads.map(({ isKilled }) => isKilled)).toEqual([true, false]);
  await threads[1]?.respond('map', MAP);
  expect(await next).toEqual(MAP);
});
