import { mkdir, rename } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Page } from '@playwright/test';
import { answerFolderDialog, clickMenu, expect, press, scanFinished, test } from '../app.ts';
import { makeTrack } from '../make-music.ts';

/** Longer than a change is waited for. */
const NOTICED = { timeout: 30_000 };

/** What tells that a folder is not there. */
const gone = (page: Page, folder: string) =>
  page.getByRole('region', { name: 'Notices' }).getByText(`connect the drive. ${folder}`);
const labelBar = (page: Page) => page.getByRole('region', { name: 'Labels' });

test('a library has several folders; one that is away loses nothing, one that is taken out is kept', async ({
  place,
  startApp,
}) => {
  const other = join(place.home, '..', 'records');
  await mkdir(other);
  await makeTrack(place.music, 'first', 'wav', { seconds: 3 });
  await makeTrack(other, 'second', 'wav', { seconds: 3 });
  const app = await startApp(place.music);
  const { page } = app;
  await scanFinished(app);
  const rows = page.getByRole('grid', { name: 'Tracks' }).getByRole('row', { name: /first|second/ });
  await expect(rows).toHaveCount(1);

  await clickMenu(app, 'show-folders');
  const dialog = page.getByRole('dialog', { name: 'Folders of the library' });
  await answerFolderDialog(app, join(place.music));
  await press(dialog.getByRole('button', { name: 'Add Folder…' }));
  await expect(dialog.getByText('overlaps a folder of the library')).toBeVisible();
  await answerFolderDialog(app, other);
  await press(dialog.getByRole('button', { name: 'Add Folder…' }));
  await expect(dialog.getByRole('listitem')).toHaveCount(2);
  // It could not be pressed meanwhile.
  await expect(dialog.getByRole('button', { name: 'Add Folder…' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(rows).toHaveCount(2);
  await scanFinished(app);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('+ 1 folder');

  await test.step('one that goes away is told of alone, and taken up again', async () => {
    await rename(other, `${other} away`);
    await expect(gone(page, other)).toBeVisible(NOTICED);
    await expect(gone(page, place.music)).toHaveCount(0);
    await makeTrack(place.music, 'first-born', 'wav', { seconds: 3 });
    await expect(rows).toHaveCount(3, NOTICED);
    await makeTrack(`${other} away`, 'second-hand', 'wav', { seconds: 3 });
    await rename(`${other} away`, other);
    await expect(gone(page, other)).toHaveCount(0, NOTICED);
    await expect(rows).toHaveCount(4, NOTICED);
    // It is watched again.
    await makeTrack(other, 'second-rate', 'wav', { seconds: 3 });
    await expect(rows).toHaveCount(5, NOTICED);
    await expect(rows.filter({ hasText: 'Missing' })).toHaveCount(0);
  });

  await test.step('one that was renamed is found', async () => {
    await rename(other, `${other} renamed`);
    await answerFolderDialog(app, `${other} renamed`);
    // The dialog that is open meanwhile follows.
    const find = page.getByRole('button', { name: 'Find the Folder…' });
    await expect(find).toBeVisible(NOTICED);
    await press(find);
    await clickMenu(app, 'show-folders');
    await expect(dialog.getByRole('listitem').filter({ hasText: 'records renamed' })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(rows).toHaveCount(5);
    await expect(rows.filter({ hasText: 'Missing' })).toHaveCount(0);
  });

  await clickMenu(app, 'show-folders');
  await press(dialog.getByRole('button', { name: /^Remove .*records/ }));
  await expect(dialog.getByRole('listitem')).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(rows).toHaveCount(2);
});

test('a music folder that was renamed is found, and its tracks keep their labels', async ({ place, startApp }) => {
  await makeTrack(place.music, 'first', 'wav', { seconds: 3 });
  const app = await startApp(place.music);
  const row = app.page.getByRole('grid', { name: 'Tracks' }).getByRole('row', { name: /first/ });
  await scanFinished(app);
  await row.click();
  await app.page.keyboard.press('l');
  await app.page.getByRole('combobox', { name: 'Genre for the selected tracks' }).fill('Rumble');
  await app.page.keyboard.press('Enter');
  await expect(labelBar(app.page)).toContainText('1 track labelled');
  await app.electron.close();

  const [renamed, stranger] = [`${place.music} renamed`, join(place.home, '..', 'stranger')];
  await rename(place.music, renamed);
  await mkdir(stranger);
  const { page, ...later } = await startApp();
  await expect(page.getByText('The music folder is not there any more')).toBeVisible();
  await answerFolderDialog({ page, ...later }, stranger);
  await page.getByRole('button', { name: 'Find the Folder…' }).press('Enter');
  await expect(page.getByText('None of the library’s files is in this folder')).toBeVisible();
  await answerFolderDialog({ page, ...later }, renamed);
  await page.getByRole('button', { name: 'Find the Folder…' }).press('Enter');
  const found = page.getByRole('grid', { name: 'Tracks' }).getByRole('row', { name: /first/ });
  await expect(found).toBeVisible();
  await expect(labelBar(page)).toContainText('1 track labelled');
  await scanFinished({ page, ...later });
  await expect(found).not.toContainText('Missing');
});

test('a music folder that is renamed while it is open is told of at once, and loses nothing', async ({
  place,
  startApp,
}) => {
  await makeTrack(place.music, 'first', 'wav', { seconds: 3 });
  const app = await startApp(place.music);
  const { page } = app;
  const row = page.getByRole('grid', { name: 'Tracks' }).getByRole('row', { name: /first/ });
  await scanFinished(app);
  const renamed = `${place.music} renamed`;
  await rename(place.music, renamed);
  await expect(gone(page, place.music)).toBeVisible(NOTICED);
  await clickMenu(app, 'rescan');
  await scanFinished(app);
  await expect(row).not.toContainText('Missing');

  await mkdir(place.music);
  await clickMenu(app, 'rescan');
  await scanFinished(app);
  await expect(gone(page, place.music)).toBeVisible();
  await expect(row).not.toContainText('Missing');

  await answerFolderDialog(app, renamed);
  await page.getByRole('button', { name: 'Find the Folder…' }).press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toContainText(basename(renamed));
  await expect(gone(page, place.music)).toHaveCount(0);
  await makeTrack(renamed, 'second', 'wav', { seconds: 3 });
  await expect(page.getByRole('row', { name: /second/ })).toBeVisible(NOTICED);
  await expect(row).not.toContainText('Missing');
});
