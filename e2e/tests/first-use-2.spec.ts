import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from '@playwright/test';
import { answerFolderDialog, clickMenu, expect, jsonLines, runCommand, scanFinished, test } from '../app.ts';
import { SHIPPED_MODELS } from '../default-model.ts';
import { inspect, inspector } from '../inspector-page.ts';
import { makeTrack } from '../make-music.ts';

const HEARD = { timeout: 60_000 };

/** What can be pressed in the window, or in the open dialog, and lies under a part of it, as far as it is in view. */
async function coveredBy(part: Locator): Promise<readonly string[]> {
  return part.evaluate((element) => {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    if (bottom - top < 1) return ['The part itself is not seen.'];
    const window = element.closest('[role=dialog]') ?? document;
    return [...window.querySelectorAll('button, input, select, summary, a')].flatMap((control) => {
      if (element.contains(control)) return [];
      const box = control.getBoundingClientRect();
      let [from, to] = [box.top, box.bottom];
      for (let around = control.parentElement; around; around = around.parentElement) {
        if (getComputedStyle(around).overflowY === 'visible') continue;
        const seen = around.getBoundingClientRect();
        [from, to] = [Math.max(from, seen.top), Math.min(to, seen.bottom)];
      }
      const isUnder = box.left < right && box.right > left && Math.max(from, top) < Math.min(to, bottom);
      return isUnder ? [control.outerHTML] : [];
    });
  });
}

test('one track has one answer in table and inspector, and the inspector is left step by step', async ({
  place,
  startApp,
}) => {
  await makeTrack(place.music, 'Long', 'wav', { seconds: 40, frequency: 440 });
  await makeTrack(place.music, 'Short', 'wav', { seconds: 9, frequency: 880 });
  const app = await startApp(place.music);
  const { page } = app;
  await scanFinished(app);
  await expect(page.getByText('Genres of: middle 30 seconds')).toBeVisible();

  await inspect(page, /Long/);
  const predictions = inspector(page).getByRole('complementary', { name: 'Model predictions' });
  const genres = predictions.getByRole('list', { name: 'Whole track' }).getByRole('listitem');
  await expect(genres).toHaveCount(14, HEARD);
  await expect(predictions.getByText(/^The table says .* analysed its middle 30 seconds\.$/)).toBeVisible();
  // A genre that hardly anybody would ask of the next track.
  const country = genres.getByRole('button', { name: /^Country/ });
  await country.click();
  await expect(country).toHaveAttribute('aria-pressed', 'true');
  for (let step = 0; step < 14; step++) await inspector(page).getByRole('button', { name: 'Zoom in' }).click();
  await expect(inspector(page).getByRole('img', { name: 'Waveform, every sample' })).toBeVisible();

  await inspector(page).press('n');
  await expect(inspector(page).getByRole('heading', { name: /Short/ })).toBeVisible();
  await expect(genres.first().getByRole('button').first()).toHaveAttribute('aria-pressed', 'true', HEARD);
  await expect(country).toHaveAttribute('aria-pressed', 'false');
  const inTable = await page.getByRole('row', { name: /Short/ }).textContent();
  const [genre, share] = /^(.*?)(\d+%)/.exec((await genres.first().textContent()) ?? '')?.slice(1) ?? [];
  expect(inTable).toContain(genre?.trim());
  expect(inTable).toContain(share);
  await expect(predictions.getByText(/^The table says/)).toHaveCount(0);

  await inspector(page).getByRole('button', { name: 'Fill the window' }).click();
  await inspector(page).press('Escape');
  await expect(inspector(page).getByRole('button', { name: 'Fill the window' })).toBeVisible();
  await inspector(page).press('Escape');
  await expect(inspector(page)).toHaveCount(0);
});

test('what a window has to say covers nothing, and its settings offer what there is', async ({ place, startApp }) => {
  const app = await startApp();
  const { page } = app;
  await page.keyboard.press('Control+l');
  const messages = page.getByRole('status', { name: 'Messages' });
  await expect(messages).toContainText('There is no music to label yet.');
  await page.keyboard.press('Control+.');
  await expect(messages).toHaveText('');
  await answerFolderDialog(app, join(place.home, 'nowhere'));
  await page.getByRole('button', { name: 'Open Music Folder…' }).first().click();
  const error = page.getByRole('alert', { name: 'Errors' });
  await expect(error).toContainText('folder');
  expect(await coveredBy(error)).toEqual([]);
  await clickMenu(app, 'show-settings');
  const settings = page.getByRole('dialog', { name: 'Settings' });
  await expect(settings.getByRole('alert', { name: 'Errors' })).toContainText('folder');
  expect(await coveredBy(settings.getByRole('alert', { name: 'Errors' }))).toEqual([]);
  const processors = settings.getByRole('combobox', { name: 'Processor' });
  const offered = process.platform === 'linux' ? ['Automatic', 'NVIDIA GPU (CUDA)', 'GPU (WebGPU)', 'CPU'] : [/.*/];
  await expect(processors.getByRole('option')).toHaveText(offered);
  await settings.getByRole('button', { name: 'Dismiss message' }).press('Escape');
  await expect(settings).toBeVisible();
  await expect(settings.getByRole('alert', { name: 'Errors' })).toHaveText('');
  await settings.press('Escape');
  await clickMenu(app, 'show-training');
  const training = page.getByRole('dialog', { name: 'Train a model' });
  await expect(training.getByRole('combobox', { name: 'Network' })).toHaveValue('mel-statistics');
  await expect(training.getByText(/^Recommended: /)).toBeVisible();
  await expect(training.getByRole('combobox', { name: 'Test tracks' })).toHaveValue('automatic');
  await expect(training.getByText(/^No artist in both sets where/)).toBeVisible();
});

test('models of the user’s are renamed and deleted, by window and by command', async ({ place, startApp }) => {
  const models = join(place.home, 'models');
  for (const name of ['first', 'second', 'third']) {
    await mkdir(models, { recursive: true });
    await cp(join(SHIPPED_MODELS, 'mel-statistics'), join(models, name), { recursive: true });
    const card = JSON.parse(await readFile(join(models, name, 'card.json'), 'utf8')) as object;
    await writeFile(join(models, name, 'card.json'), JSON.stringify({ ...card, name }));
  }
  const quiet = { ...place, environment: { XDG_DATA_HOME: join(place.home, '..', 'data') } };
  expect((await runCommand(quiet, 'models', 'rename', 'first', 'musicnn')).status).toBe(1);
  expect((await runCommand(quiet, 'models', 'delete', 'mel-cnn', '--yes')).stderr).toContain('comes with the app');
  expect((await runCommand(quiet, 'models', 'delete', 'third')).stderr).toContain('--yes');
  expect((await runCommand(quiet, 'models', 'rename', 'first', 'evening')).stdout).toContain('“evening”');
  expect((await runCommand(quiet, 'models', 'delete', 'third', '--yes')).status).toBe(0);
  expect((await readdir(models)).sort()).toEqual(['evening', 'second']);

  const app = await startApp(undefined, quiet.environment);
  await clickMenu(app, 'show-settings');
  const own = app.page.getByRole('dialog', { name: 'Settings' }).getByRole('list', { name: 'Your models' });
  await own.getByRole('button', { name: 'Rename evening…' }).click();
  await own.getByRole('textbox', { name: 'New name of evening' }).fill('second');
  await own.getByRole('textbox', { name: 'New name of evening' }).press('Enter');
  await expect(app.page.getByRole('alert', { name: 'Errors' })).toContainText('already exists');
  await own.getByRole('textbox', { name: 'New name of evening' }).fill('night');
  await own.getByRole('button', { name: 'Rename', exact: true }).click();
  await expect(own.getByRole('listitem')).toHaveText([/^night/, /^second/]);
  await own.getByRole('button', { name: 'Delete second…' }).click();
  await app.page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await expect(own.getByRole('listitem')).toHaveText([/^night/]);
  expect(await readdir(models)).toEqual(['night']);
});

test('the spectrogram of a whole track takes the overlap that it is asked for', async ({ place }) => {
  const track = await makeTrack(place.music, 'Tone', 'wav', { seconds: 3 });
  const picture = join(place.home, '..', 'picture.png');
  const drawn = await runCommand(place, 'spectrogram', track, '--out', picture, '--overlap', '0.875', '--json');
  expect(jsonLines(drawn)[0]).toMatchObject({ seconds: { from: 0, to: 3 }, hopLength: 256 });
});
