import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { AppError } from '../contract/app-error.ts';
import { DEFAULT_SETTINGS } from '../contract/settings.ts';
import { ModelSwitch } from './model-switch.ts';
import { OpenFolder } from './open-folder.ts';
import { SettingsController } from './settings-controller.ts';

let place = '';
let steps: string[] = [];
let settings: SettingsController;
let model: ModelSwitch;
let whileRepredicting: () => Promise<unknown>;
let stopPredicting: () => void;

beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'genrescope-model-'));
  steps = [];
  whileRepredicting = () => Promise.resolve();
  stopPredicting = () => steps.push('predicting ends');
  settings = new SettingsController(join(place, 'settings.json'), DEFAULT_SETTINGS, () =>
    steps.push(`settings say ${settings.current.model}`),
  );
  const folder = new OpenFolder();
  folder.replace('/music');
  model = new ModelSwitch({
    settings,
    folder,
    scan: {
      cancelAndWait: async () => void steps.push('the scan ends'),
      start: (path) => void steps.push(`${path} is scanned`),
    },
    retrain: {
      repredict: async (name) => {
        steps.push(`${name} predicts`);
        await whileRepredicting();
      },
      stopPredicting: () => stopPredicting(),
    },
  });
});
afterEach(() => rm(place, { recursive: true, force: true }));

it('a promoted model predicts before it is in use, and the scan begins anew', async () => {
  await model.promote('mine-1');
  expect(steps).toEqual(['the scan ends', 'mine-1 predicts', 'settings say mine-1', '/music is scanned']);
  expect(settings.current).toMatchObject({ model: 'mine-1', modelHistory: [DEFAULT_SETTINGS.model] });
});

it('the model in use is not promoted again', async () => {
  await model.promote(DEFAULT_SETTINGS.model);
  expect(steps).toEqual([]);
});

it('rolling back names the model before, and none where there was no other', async () => {
  expect(await model.rollback()).toBeNull();
  await model.promote('mine-1');
  expect(await model.rollback()).toBe(DEFAULT_SETTINGS.model);
  expect(settings.current).toMatchObject({ model: DEFAULT_SETTINGS.model, modelHistory: [] });
});

it('a setting that is changed meanwhile is kept', async () => {
  whileRepredicting = () => settings.change({ theme: 'dark' });
  await model.promote('mine-1');
  expect(settings.current).toMatchObject({ model: 'mine-1', theme: 'dark' });
});

it('rolling back does not wait for a model that predicts without end', async () => {
  await model.promote('mine-1');
  steps = [];
  let began: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => (began = resolve));
  whileRepredicting = () =>
    new Promise((_, reject) => {
      began();
      stopPredicting = () => reject(new AppError('cancelled'));
    });
  const endless = expect(model.promote('endless')).rejects.toMatchObject({ code: 'cancelled' });
  await begun;
  whileRepredicting = () => Promise.resolve();
  expect(await model.rollback()).toBe(DEFAULT_SETTINGS.model);
  await endless;
  expect(settings.current).toMatchObject({ model: DEFAULT_SETTINGS.model, modelHistory: [] });
  expect(steps.filter((step) => step.startsWith('settings'))).toEqual([`settings say ${DEFAULT_SETTINGS.model}`]);
});

it('of two models that are promoted at once, the later one comes into use', async () => {
  const first = expect(model.promote('mine-1')).rejects.toMatchObject({ code: 'cancelled' });
  await model.promote('mine-2');
  await first;
  expect(settings.current).toMatchObject({ model: 'mine-2', modelHistory: [DEFAULT_SETTINGS.model] });
});
