import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import Database from 'libsql';
import { appPaths } from '../../src-main/library/app-paths.ts';
import type { Place } from '../app.ts';
import { answerFolderDialog, expect, reviewEverything, scanFinished, test } from '../app.ts';
import { makeTrack } from '../make-music.ts';

/** Longer than changes are waited for. */
const NOTICED = { timeout: 30_000 };

const row = (page: Page, name: string) => page.getByRole('row', { name: new RegExp(`Title of ${name}`) });
const grid = (page: Page) => page.getByRole('grid', { name: 'Tracks' });
const summary = (page: Page) => page.getByRole('contentinfo');

/** Selects one of two rows by keys. */
async function goTo(page: Page, name: string): Promise<void> {
  await grid(page).focus();
  await page.keyboard.press('Home');
  if ((await row(page, name).getAttribute('aria-selected')) !== 'true') await page.keyboard.press('ArrowDown');
  await expect(row(page, name)).toHaveAttribute('aria-selected', 'true');
}

/** When the track was analysed whose file has this name. */
function analysedAt({ home }: Place, name: string): string {
  const database = new Database(appPaths({ GENRESCOPE_HOME: home }).database, { readonly: true });
  try {
    const found = database
      .prepare('SELECT analysed_at FROM analyses JOIN tracks ON id = track_id WHERE file_name = ?')
      .get(name);
    return (found as { analysed_at: string }).analysed_at;
  } finally {
    database.close();
  }
}

test('the library keeps up with files that come, are renamed and go', async ({ place, startApp }) => {
  const album = join(place.music, 'album');
  const outside = join(place.home, '..', 'outside');
  await mkdir(album);
  await mkdir(outside);
  const first = await makeTrack(album, 'first', 'flac', { frequency: 300 });
  const app = await startApp(place.music);
  const { page } = app;
  await scanFinished(app);
  await grid(page).focus();
  await page.keyboard.press('Home');
  const details = page.getByRole('region', { name: 'Track details' });
  const before = analysedAt(place, 'first.flac');

  // One comes, one is renamed.
  const second = await makeTrack(outside, 'second', 'mp3-id3v23', { frequency: 500 });
  await rename(second, join(album, 'second.mp3'));
  await rename(first, join(album, 'renamed.flac'));
  await expect(row(page, 'second')).toContainText('%', NOTICED);
  await expect(summary(page)).toContainText('2 tracks analysed', NOTICED);
  await expect(details).toContainText('renamed.flac');
  expect(analysedAt(place, 'renamed.flac')).toBe(before);

  // What the app writes is nothing new.
  const review = await reviewEverything(app);
  await review.getByRole('button', { name: 'Apply to 2 files' }).focus();
  await page.keyboard.press('Enter');
  await expect(review.getByRole('button', { name: /^Undo/ })).toBeVisible(NOTICED);
  await page.keyboard.press('Escape');

  // A folder that was moved away is found; a file that was deleted is removed.
  await rename(album, join(outside, 'album'));
  await expect(summary(page)).toContainText('2 missing', NOTICED);
  await rm(join(outside, 'album', 'second.mp3'));
  await goTo(page, 'second');
  await expect(details).toContainText('The file is not in the folder any more');
  await details.getByRole('button', { name: 'Remove from Library…' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove', exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect(row(page, 'second')).toHaveCount(0);
  await goTo(page, 'first');
  await answerFolderDialog(app, join(outside, 'album'));
  await details.getByRole('button', { name: 'Find in Another Folder…' }).focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveTitle(/album/);
  await expect(summary(page)).toHaveText(/1 track analysed(?!.*missing)/, NOTICED);
  expect(analysedAt(place, 'renamed.flac')).toBe(before);
});

test('an album that was moved out of the library stays in it, beside the others', async ({ place, startApp }) => {
  const albums = ['one', 'two'].map((name) => join(place.music, name));
  const archive = join(place.home, '..', 'archive');
  for (const folder of [...albums, archive]) await mkdir(folder);
  const [one = '', two = ''] = albums;
  await makeTrack(one, 'first', 'wav', { seconds: 3, frequency: 300 });
  await makeTrack(two, 'second', 'wav', { seconds: 3, frequency: 500 });
  await makeTrack(two, 'third', 'wav', { seconds: 3, frequency: 700 });
  const app = await startApp(place.music);
  const { page } = app;
  await scanFinished(app);
  const title = await page.title();
  const before = analysedAt(place, 'second.wav');

  await rename(two, join(archive, 'two'));
  await expect(summary(page)).toContainText('2 missing', NOTICED);
  await grid(page).focus();
  await page.keyboard.press('End');
  await expect(row(page, 'third')).toHaveAttribute('aria-selected', 'true');
  const details = page.getByRole('region', { name: 'Track details' });
  await answerFolderDialog(app, archive);
  await details.getByRole('button', { name: 'Find in Another Folder…' }).press('Enter');
  const messages = page.getByRole('status', { name: 'Messages' });
  await expect(messages).toContainText('2 tracks found');
  await expect(messages).toContainText(`This folder is now part of the library: ${join(archive, 'two')}`);
  await expect(summary(page)).toHaveText(/3 tracks analysed(?!.*missing)/, NOTICED);
  await expect(page).toHaveTitle(title);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('+ 1 folder');
  for (const name of ['first', 'second', 'third']) await expect(row(page, name)).toContainText('%');
  expect(analysedAt(place, 'second.wav')).toBe(before);

  await test.step('its folder is searched, listed in the side bar, and watched', async () => {
    await page.getByRole('searchbox').fill(`folder:"${join(archive, 'two')}"`);
    await expect(row(page, 'first')).toHaveCount(0);
    await expect(row(page, 'second')).toBeVisible();
    await page.getByRole('searchbox').fill('');
    await expect(page.getByRole('treeitem', { name: /two, 2 tracks/ })).toBeVisible();
    await makeTrack(join(archive, 'two'), 'fourth', 'wav', { seconds: 3, frequency: 900 });
    await expect(row(page, 'fourth')).toContainText('%', NOTICED);
  });
});
