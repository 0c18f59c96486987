import { rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeAudio } from '../../src-main/testing/encode-audio.ts';
import { synthesizeWav } from '../../src-main/testing/synthesize.ts';
import { clickMenu, expect, reviewByButton, scanFinished, test } from '../app.ts';
import { inspect, inspector, spectrogram } from '../inspector-page.ts';
import { makeTrack } from '../make-music.ts';

/** A sine at −20 dBFS. */
const TONE = { sampleRate: 44_100, frequencies: [1000], amplitude: 0.1, noise: 0 };

test('review comes back with its choices after a look into a file', async ({ place, startApp }) => {
  for (const name of ['one', 'two']) await makeTrack(place.music, name, 'flac');
  const { page } = await startApp(place.music);
  await scanFinished({ page });
  const review = await reviewByButton(page);
  await review.getByRole('checkbox', { name: /Title of one/ }).uncheck();
  await review.getByRole('button', { name: 'Inspect Title of two' }).click();
  await expect(inspector(page).getByRole('heading', { level: 2 })).toContainText('Title of two');
  // P and N go along the list that the file was chosen from.
  const title = inspector(page).getByRole('heading', { level: 2 });
  await page.keyboard.press('p');
  await expect(title).toContainText('Title of one');
  await page.keyboard.press('n');
  await expect(title).toContainText('Title of two');
  await page.keyboard.press('Escape');
  await expect(review.getByRole('checkbox', { name: /Title of one/ })).not.toBeChecked();
  await review.getByRole('checkbox', { name: /Title of two/ }).focus();
  await page.keyboard.press('g');
  await expect(page.getByRole('dialog', { name: /^Genre profile of/ })).toContainText('Most typical');
  await page.keyboard.press('Escape');
  await expect(review.getByRole('checkbox', { name: /Title of one/ })).not.toBeChecked();
});

test('a genre’s name leads to its sound from the table, the filter and the history', async ({ place, startApp }) => {
  for (const name of ['one', 'two']) await makeTrack(place.music, name, 'flac');
  const app = await startApp(place.music);
  const { page } = app;
  await scanFinished({ page });
  const sound = page.getByRole('dialog', { name: /^Genre profile of/ });
  const leave = async () => {
    await expect(sound).toContainText('Most typical');
    await page.keyboard.press('Escape');
    await expect(sound).toHaveCount(0);
  };
  await page
    .getByRole('row', { name: /Title of one/ })
    .getByTitle(/^Genre profile of/)
    .click();
  await leave();
  await page.getByRole('button', { name: 'Filters' }).click();
  await page.getByRole('combobox', { name: 'Filter by genre' }).selectOption({ index: 1 });
  await page
    .getByRole('dialog', { name: 'Filters' })
    .getByRole('button', { name: /^Genre profile of/ })
    .click();
  await leave();
  const review = await reviewByButton(page);
  await review.getByRole('button', { name: /^Apply to/ }).click();
  await review.getByRole('button', { name: 'Done' }).click();
  await clickMenu(app, 'show-history');
  const history = page.getByRole('dialog', { name: 'History' });
  await history
    .getByTitle(/^Genre profile of/)
    .first()
    .click();
  await leave();
  await history.getByRole('button', { name: /^Inspect the files of/ }).click();
  await expect(inspector(page).getByRole('heading', { level: 2 })).toContainText('Title of');
  await page.keyboard.press('Escape');
  await expect(history).toBeVisible();
});

test('a file that breaks off shows what there is and says so; one that vanishes says so too', async ({
  place,
  startApp,
}) => {
  const path = join(place.music, 'broken.flac');
  const whole = await encodeAudio('flac', { sound: { seconds: 30, ...TONE, noise: 0.3 } });
  await writeFile(path, whole);
  await truncate(path, Math.floor(whole.length / 2));
  await writeFile(join(place.music, 'vanishes.wav'), synthesizeWav({ seconds: 300, ...TONE }));
  const { page } = await startApp(place.music);
  await inspect(page, /broken/);
  await expect(inspector(page).getByRole('alert')).toContainText(/breaks off after 1\d\.\d of 30\.0 seconds/);
  await expect(spectrogram(page)).toBeVisible();
  await inspect(page, /vanishes/);
  await expect(inspector(page).getByRole('progressbar')).toHaveCount(0, { timeout: 20_000 });
  await rm(join(place.music, 'vanishes.wav'));
  await inspector(page).focus();
  for (let step = 0; step < 8; step++) await page.keyboard.press('+');
  await expect(inspector(page).getByRole('alert').filter({ hasText: 'The file is gone' })).toBeVisible();
});
