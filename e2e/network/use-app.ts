import type { Page } from '@playwright/test';
import type { Place, RunningApp } from '../app.ts';
import { answerFolderDialog, clickMenu, expect, reviewEverything, scanFinished } from '../app.ts';
import { inspect, inspector, position, spectrogram } from '../inspector-page.ts';
import { makeTrack } from '../make-music.ts';

/** Dialogs of the menu that are looked at and left. */
const DIALOGS = [
  'show-history',
  'show-doctor',
  'show-shortcuts',
  'show-retrain',
  'show-training',
  'add-network',
  'show-news',
];
const PATIENCE = { timeout: 60_000 };

/** Music for {@link useApp}. */
export async function makeMusic({ music }: Place): Promise<void> {
  await makeTrack(music, 'first', 'mp3-id3v23', { seconds: 12 });
  await makeTrack(music, 'second', 'flac', { frequency: 900 });
  await makeTrack(music, 'third', 'm4a-aac', { frequency: 110 });
}

/** Uses every part of the app as a person does, and leaves the music as it was. */
export async function useApp(app: RunningApp, { music }: Place): Promise<void> {
  const { page } = app;
  await answerFolderDialog(app, music);
  await clickMenu(app, 'open-folder');
  await clickMenu(app, 'analyse-again');
  await scanFinished(app);
  await search(page);
  await listen(page);
  await lookAtDialogs(app);
  await label(page);
  await writeAndUndo(app);
  await expect(page.getByRole('group', { name: 'Look for updates once a day?' })).toBeVisible();
}

/** Typed text is what a spelling checker would want to look at. */
async function search(page: Page): Promise<void> {
  const box = page.getByRole('searchbox', { name: 'Search tracks' });
  await box.click();
  await page.keyboard.type('secnod');
  await box.fill('');
  await page.getByRole('row', { name: /Title of third/ }).click();
  await expect(page.getByRole('region', { name: 'Track details' })).toContainText('musicnn');
}

async function listen(page: Page): Promise<void> {
  await inspect(page, /Title of first/);
  await spectrogram(page).focus();
  await page.keyboard.press('Space');
  await expect(position(page)).not.toContainText('0:00.00');
  await expect(position(page)).toContainText(/^0:0[1-9]/);
  await page.keyboard.press('k');
  await page.keyboard.press('+');
  const predictions = page.getByRole('complementary', { name: 'Model predictions' });
  await predictions
    .getByRole('button', { name: /^Genre profile of/ })
    .first()
    .click(PATIENCE);
  await expect(page.getByRole('dialog')).toBeVisible();
  await leaveDialog(page);
  await predictions.getByRole('list', { name: 'Whole track' }).getByRole('button').first().click();
  await page.getByRole('button', { name: 'Close the inspector' }).click();
  await expect(inspector(page)).toHaveCount(0);
}

async function lookAtDialogs(app: RunningApp): Promise<void> {
  const dialog = app.page.getByRole('dialog');
  for (const command of DIALOGS) {
    await clickMenu(app, command);
    await expect(dialog).toBeVisible();
    await leaveDialog(app.page);
  }
  await app.page.getByRole('button', { name: 'Settings' }).click();
  await app.page.keyboard.press('Escape');
}

async function label(page: Page): Promise<void> {
  const labels = page.getByRole('region', { name: 'Labels' });
  await page.getByRole('grid', { name: 'Tracks' }).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('l');
  await page.getByRole('combobox', { name: 'Genre for the selected tracks' }).fill('Dub Techno');
  await page.keyboard.press('Enter');
  await expect(labels).toContainText('1 track labelled');
  await labels.getByRole('button', { name: 'Undo the last labelling' }).click();
  await expect(labels).toContainText('0 tracks labelled');
  await page.getByRole('button', { name: 'Label', exact: true, pressed: true }).click();
}

async function writeAndUndo(app: RunningApp): Promise<void> {
  const { page } = app;
  const review = await reviewEverything(app);
  await review.getByRole('button', { name: 'Apply to 3 files' }).click();
  await expect(review.getByRole('button', { name: /^Undo/ })).toBeVisible(PATIENCE);
  await leaveDialog(page);
  await clickMenu(app, 'undo');
  await page.getByRole('button', { name: /^Restore 3 files/ }).click();
  await expect(page.getByText('3 files restored')).toBeVisible(PATIENCE);
}

/** A dialog that is still coming up does not hear the key. */
async function leaveDialog(page: Page): Promise<void> {
  await expect(async () => {
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0, { timeout: 1_000 });
  }).toPass(PATIENCE);
}
