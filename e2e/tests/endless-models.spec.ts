import { spawn } from 'node:child_process';
import { mkdir, readdir, readlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { ERROR_TEXTS } from '../../src-main/contract/error-codes.ts';
import type { GenrescopeBridge, OperationName } from '../../src-main/contract/operations/index.ts';
import { TOO_SLOW_STATUS } from '../../src-main/pipeline/model/run-limits.ts';
import { writeEndlessModel } from '../../src-main/testing/endless-model.ts';
import { synthesizeWav } from '../../src-main/testing/synthesize.ts';
import type { Place, RunningApp } from '../app.ts';
import { inspect, inspector, spectrogram } from '../inspector-page.ts';
import { answerFolderDialog, clickMenu, expect, runCommand, scanFinished, test } from '../app.ts';

/** Above what silence is given, below the loudest moment of any sound. */
const ON_SOUND = 0.5;
const LONGEST_MILLISECONDS = 90_000;
const { title } = ERROR_TEXTS['model-too-slow'];

/** Music, and settings that use a model that computes without end on it. */
async function useEndlessModel({ home, music }: Place): Promise<void> {
  await writeEndlessModel(join(home, 'models', 'endless'), 'endless', ON_SOUND);
  const settings = { version: 1, model: 'endless', modelHistory: ['mel-statistics'], defaultModel: 'musicnn' };
  await writeFile(join(home, 'settings.json'), JSON.stringify(settings));
  const tone = synthesizeWav({ seconds: 12, sampleRate: 22_050, frequencies: [440], noise: 0.05 });
  await writeFile(join(music, 'tone.wav'), tone);
}

/** Asks for an operation as the page does. @returns what the app responds */
function invoke(page: Page, name: OperationName, request: unknown): Promise<unknown> {
  return page.evaluate(
    ([operation, given]) =>
      (globalThis as unknown as { genrescope: GenrescopeBridge }).genrescope.invoke(operation, given as never),
    [name, request] as const,
  );
}

/** Waits until the analysis hears the track. */
async function isHearing({ page }: RunningApp): Promise<void> {
  await expect(page.getByRole('progressbar', { name: 'Scan progress' })).toBeVisible();
  await page.waitForTimeout(3_000);
  await expect(page.getByRole('button', { name: 'Cancel scan' })).toBeVisible();
}

test('a scan with a model that computes without end is cancelled at once, and the model taken back', async ({
  place,
  startApp,
}) => {
  await useEndlessModel(place);
  const app = await startApp(place.music);
  const { page } = app;
  await isHearing(app);
  await page.getByRole('button', { name: 'Cancel scan' }).click();
  await expect(page.getByRole('button', { name: 'Resume scan' })).toBeVisible({ timeout: 2_000 });
  await page.getByRole('button', { name: 'Resume scan' }).click();
  await isHearing(app);

  expect(await invoke(page, 'retrain.promote', { model: 'nowhere' })).toMatchObject({
    error: { code: 'model-missing' },
  });
  const begun = Date.now();
  expect(await invoke(page, 'retrain.rollback', null)).toMatchObject({ ok: true });
  expect(Date.now() - begun).toBeLessThan(5_000);
  await scanFinished(app);
  await expect(page.getByRole('row', { name: /tone/ })).toContainText('%');
});

test('a scan with a model that computes without end says so when its time is over', async ({ place, startApp }) => {
  await useEndlessModel(place);
  const { page } = await startApp(place.music);
  await expect(page.getByText(title).first()).toBeVisible({ timeout: LONGEST_MILLISECONDS });
  await expect(page.getByRole('progressbar', { name: 'Scan progress' })).toHaveCount(0);

  // In the inspector, only the predictions fail: the track is opened again.
  await inspect(page, /tone/);
  await expect(inspector(page)).toContainText(title, { timeout: LONGEST_MILLISECONDS });
  await expect(spectrogram(page)).toBeVisible();
  await expect(inspector(page).getByRole('progressbar')).toHaveCount(0);
  await expect.poll(() => invoke(page, 'inspect.peaks', { maxPoints: 10 })).toMatchObject({ ok: true });
});

test('a model that computes without end is not added, in the window and on the command line', async ({
  place,
  startApp,
}) => {
  const friend = join(place.home, '..', 'friend');
  await writeEndlessModel(friend, 'from-a-friend', ON_SOUND);
  await mkdir(join(place.home, 'models'), { recursive: true });
  const app = await startApp();
  await answerFolderDialog(app, friend);
  await clickMenu(app, 'import-model');
  const command = await runCommand(place, 'models', 'add', friend);
  expect(command.status).toBe(TOO_SLOW_STATUS);
  expect(command.stderr).toContain(title);
  await expect(app.page.getByText(title).first()).toBeVisible({ timeout: LONGEST_MILLISECONDS });
  expect(await readdir(join(place.home, 'models'))).toEqual([]);
});

test('Ctrl+C, pressed twice, ends a command whose model computes without end', async ({ place }) => {
  await useEndlessModel(place);
  const cli = resolve(import.meta.dirname, '../../out/main/cli.js');
  const child = spawn(process.execPath, [cli, 'analyze', place.music], {
    env: { ...process.env, GENRESCOPE_HOME: place.home },
    stdio: 'ignore',
  });
  const ended = new Promise((done) => child.once('close', (status, signal) => done(signal ?? status)));
  await setTimeout(4_000);
  child.kill('SIGINT');
  await setTimeout(1_000);
  const begun = Date.now();
  child.kill('SIGINT');
  expect(await ended).toBe('SIGINT');
  expect(Date.now() - begun).toBeLessThan(2_000);
});

test.describe('the processes of the app', () => {
  test.skip(process.platform !== 'linux', 'Only Linux shows the working folder of a process.');

  test('work in a folder in which nothing lies', async ({ place, startApp }) => {
    await useEndlessModel(place);
    const app = await startApp(place.music);
    await isHearing(app);
    const processes = await app.electron.evaluate(({ app: electron }) =>
      electron.getAppMetrics().flatMap(({ name, pid }) => (name?.startsWith('Genrescope ') ? [pid] : [])),
    );
    const empty = join(place.home, 'empty');
    for (const pid of processes) expect(await readlink(`/proc/${pid}/cwd`)).toBe(empty);
    expect(processes.length).toBeGreaterThan(0);
    expect(await readdir(empty)).toEqual([]);
  });
});
