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
