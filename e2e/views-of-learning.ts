import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { synthesizeWav } from '../src-main/testing/synthesize.ts';
import { answerFolderDialog, clickMenu, expect, press, type RunningApp } from './app.ts';
import type { VisitView } from './every-view.ts';

const LEARNED = { timeout: 60_000 };
/** Labels of each genre: enough to learn from. */
const LABELS = 8;
/** Files of each genre in a labelled folder. */
const FILES = 6;
/** Far more than there is time for. */
const EPOCHS = '3000';

const table = (page: Page) => page.getByRole('grid', { name: 'Tracks' });

/** Retrains the model on labels of two genres; its progress and its result are visited. */
export async function visitRetraining(app: RunningApp, visit: VisitView): Promise<void> {
  const { page } = app;
  await table(page).focus();
  await page.keyboard.press('Home');
  for (const [before, genre] of ['Alpha', 'Beta'].entries()) {
    for (let more = 1; more < LABELS; more++) await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('l');
    await page.getByRole('combobox', { name: 'Genre for the selected tracks' }).fill(genre);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('region', { name: 'Labels' })).toContainText(
      `${(before + 1) * LABELS} tracks labelled`,
    );
    await table(page).focus();
    await page.keyboard.press('ArrowDown');
  }
  await press(page.getByRole('button', { name: 'Label', exact: true, pressed: true }));
  await clickMenu(app, 'show-retrain');
  const dialog = page.getByRole('dialog', { name: 'Retrain the model' });
  await press(dialog.getByRole('radio', { name: 'Full' }), ' ');
  await press(dialog.getByRole('button', { name: 'Retrain' }));
  await expect(dialog).toContainText(`of ${2 * LABELS} tracks`, LEARNED);
  await visit('retraining');
  // The made-up files are too short for it.
  await expect(dialog).toContainText('was interrupted', LEARNED);
  await visit('interrupted retraining');
  await press(dialog.getByRole('button', { name: 'Discard' }));
  await press(dialog.getByRole('radio', { name: 'Quick' }), ' ');
  await press(dialog.getByRole('button', { name: 'Retrain' }));
  await expect(dialog.getByRole('table', { name: 'Confusion matrix' })).toBeVisible(LEARNED);
  await expect(dialog.getByRole('list', { name: 'Changes with the highest confidence' })).toBeVisible();
  await visit('retrained');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
}

/** Trains a model on folders that are made beside the music, visits its course and stops it. */
export async function visitTraining(app: RunningApp, music: string, visit: VisitView): Promise<void> {
  const labelled = join(music, '..', 'labelled');
  await makeLabelled(labelled);
  await answerFolderDialog(app, labelled);
  await clickMenu(app, 'show-training');
  const dialog = app.page.getByRole('dialog', { name: 'Train a model' });
  await press(dialog.getByRole('button', { name: 'Choose Folder…' }));
  await expect(dialog.getByRole('list', { name: 'Genres found' })).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Name' }).fill('mine');
  await dialog.getByRole('spinbutton', { name: 'Epochs' }).fill(EPOCHS);
  await press(dialog.getByRole('button', { name: 'Train', exact: true }));
  await expect(dialog.getByRole('table', { name: 'Confusion matrix' })).toBeVisible(LEARNED);
  await visit('training');
  await press(dialog.getByRole('button', { name: 'Stop' }));
  await expect(dialog).toContainText('Interrupted after epoch', LEARNED);
  await app.page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
}

async function makeLabelled(root: string): Promise<void> {
  for (const [genre, frequency] of [
    ['deep', 110],
    ['shrill', 3520],
  ] as const) {
    await mkdir(join(root, genre), { recursive: true });
    for (let index = 0; index < FILES; index++) {
      const sound = { seconds: 7, sampleRate: 22_050, frequencies: [frequency * (1 + index / 40)], noise: 0.05 };
      await writeFile(join(root, genre, `${index}.wav`), synthesizeWav(sound));
    }
  }
}
