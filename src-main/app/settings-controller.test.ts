import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../contract/settings.ts';
import { readSettings } from '../library/settings-store.ts';
import { SettingsController } from './settings-controller.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'genrescope-settings-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('a change is written and told, and leaves the other settings as they are', async () => {
  const path = join(folder, 'settings.json');
  const told: unknown[] = [];
  const controller = new SettingsController(path, DEFAULT_SETTINGS, (name, payload) => told.push([name, payload]));
  const changed = await controller.change({ theme: 'dark' });
  expect(changed).toEqual({ ...DEFAULT_SETTINGS, theme: 'dark' });
  expect(controller.current).toBe(changed);
  expect(told).toEqual([['settings.changed', changed]]);
  expect((await readSettings(path)).settings).toEqual(changed);
});
