import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { answerFolderDialog, clickMenu, expect, reviewEverything, scanFinished, type RunningApp } from './app.ts';
import { inspect } from './inspector-page.ts';
import { visitRetraining, visitTraining } from './views-of-learning.ts';
import { visitNarrowWindow, visitTableParts } from './views-of-table.ts';

/** What is done with each view while it is open. */
export type VisitView = (name: string) => Promise<void>;

/** Dialogs that the menu opens, and a text that they have when they are complete. */
const OF_MENU = [
  ['show-folders', 'Folders of the library', 'Add Folder…'],
  ['show-settings', 'Settings', 'Genres per file'],
  ['show-guide', 'Help', 'Five steps'],
  ['show-shortcuts', 'Keyboard shortcuts', 'In the table'],
  ['show-doctor', 'System check', 'Check Again'],
  ['show-about', 'About Genrescope', 'MIT License'],
  ['show-training', 'Train a model', 'Choose Folder…'],
  ['show-retrain', 'Retrain the model', 'labelled'],
  ['add-network', 'Add a network', 'From a File…'],
  ['check-updates', 'Updates', 'is not updated by itself'],
  ['show-news', 'What’s new', 'Done'],
] as const;

/** Genres enough for a second row of keys. */
const GENRES = Array.from({ length: 12 }, (_, index) => `Genre ${'ABCDEFGHIJKL'.charAt(index)}`);

const labelBar = (page: Page) => page.getByRole('region', { name: 'Labels' });
const dialogOf = (page: Page) => page.getByRole('dialog');

/**
 * Opens the views and dialogs of the app one after the other, from the welcome on.
 * @param music a library that `fillLibrary` made, of whose tracks the last one is gone; a notice tells of something
 */
export async function visitEveryView(app: RunningApp, music: string, visit: VisitView): Promise<void> {
  await visitWelcome(app, music, visit);
  await answerFolderDialog(app, music);
  await app.page.getByRole('button', { name: 'Open Music Folder…' }).click();
  await scanFinished(app);
  await visitTable(app, visit);
  await visitTabs(app, visit);
  await visitLabelling(app, visit);
  await visitReview(app, visit);
  for (const [command, title, text] of OF_MENU) {
    await clickMenu(app, command);
    await expect(dialogOf(app.page)).toContainText(text);
    await visit(title);
    await close(app.page, dialogOf(app.page));
  }
  await visitRetraining(app, visit);
  await visitTraining(app, music, visit);
  await visitNarrowWindow(app, visit);
  await visitInspector(app, visit);
}

async function visitWelcome(app: RunningApp, music: string, visit: VisitView): Promise<void> {
  const { page } = app;
  const error = page.getByRole('alert', { name: 'Errors' });
  const notices = page.getByRole('region', { name: 'Notices' });
  await expect(notices).toBeVisible();
  await answerFolderDialog(app, join(music, 'nowhere'));
  await page.getByRole('button', { name: 'Open Music Folder…' }).click();
  await expect(error).toContainText('folder');
  await visit('notice and error');
  await error.getByRole('button', { name: 'Dismiss message' }).click();
  await notices.getByRole('button', { name: /^Dismiss/ }).click();
  await expect(notices).toHaveCount(0);
  await visit('welcome');
}

async function visitTable({ page }: RunningApp, visit: VisitView): Promise<void> {
  const row = page.getByRole('row', { name: /\d%/ }).nth(2);
  await row.click();
  await expect(page.getByRole('region', { name: 'Track details' })).toContainText('%');
  await visit('table');
  await visitMissing(page, visit);
  await row.click();
  await visitTableParts(page, visit);
  await page.keyboard.press('g');
  await expect(dialogOf(page)).toContainText('Most typical');
  await visit('genre profile');
  await close(page, dialogOf(page));
}

async function visitMissing(page: Page, visit: VisitView): Promise<void> {
  await page.keyboard.press('End');
  await expect(page.getByRole('region', { name: 'Track details' })).toContainText('The file is not in the folder');
  await visit('missing track');
  await page.keyboard.press('Home');
}

async function visitTabs({ page }: RunningApp, visit: VisitView): Promise<void> {
  for (const [tab, text] of [
    ['Albums', /\d tracks?/],
    ['Overview', 'Confidence of the prediction'],
    ['Map', 'Nearest to the focused track'],
  ] as const) {
    await page.getByRole('tab', { name: tab }).click();
    await expect(page.getByRole('tabpanel', { name: tab })).toContainText(text, { timeout: 30_000 });
    await visit(tab);
  }
  await page.getByRole('tab', { name: 'Tracks' }).click();
}

async function visitLabelling({ page }: RunningApp, visit: VisitView): Promise<void> {
  await page.getByRole('row', { name: /\d%/ }).nth(2).click();
  await page.keyboard.press('l');
  await page.getByRole('combobox', { name: 'Genre for the selected tracks' }).fill(GENRES.join(';'));
  await page.keyboard.press('Enter');
  await expect(labelBar(page)).toContainText('1 track labelled');
  await labelBar(page).getByRole('button', { name: 'Suggest Tracks' }).click();
  await expect(page.getByRole('status', { name: 'Messages' })).toContainText('would improve');
  await visit('labelling');
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await labelBar(page).getByRole('button', { name: 'From Tags or Folders…' }).click();
  await expect(dialogOf(page).getByRole('table').first()).toBeVisible();
  await visit('naming');
  await close(page, dialogOf(page));
  await labelBar(page).getByRole('button', { name: 'Manage Genres…' }).click();
  await dialogOf(page).getByRole('button', { name: 'Edit Genre A' }).click();
  await visit('genres');
  await dialogOf(page).getByRole('button', { name: 'Delete Genre A' }).click();
  await visit('question');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click();
  // One step back at a time.
  await page.keyboard.press('Escape');
  await expect(dialogOf(page).getByRole('button', { name: 'Edit Genre A' })).toBeFocused();
  await close(page, dialogOf(page));
  await labelBar(page).getByRole('button', { name: 'Undo the last labelling' }).click();
  await expect(labelBar(page)).toContainText('0 tracks labelled');
  await page.getByRole('button', { name: 'Label', exact: true, pressed: true }).click();
}

async function visitReview(app: RunningApp, visit: VisitView): Promise<void> {
  const { page } = app;
  const review = await reviewEverything(app);
  await review.getByRole('combobox', { name: 'Existing genres' }).selectOption('Replace existing genres');
  await expect(review.getByRole('button', { name: /^Apply to [2-9]/ })).toBeEnabled();
  await visit('review');
  await review.getByRole('combobox', { name: 'Group by' }).selectOption('By album');
  await expect(review.getByRole('checkbox', { name: /^Write all of/ }).first()).toBeVisible();
  await visit('grouped review');
  await review.getByRole('combobox', { name: 'Group by' }).selectOption('No groups');
  await review.getByRole('switch', { name: '95% correct' }).check();
  await expect(review).toContainText('No file to write');
  await visit('review of certain tracks');
  await review.getByRole('switch', { name: '95% correct' }).uncheck();
  await review.getByRole('button', { name: /^Apply to [2-9]/ }).click();
  await expect(review).toContainText('files written', { timeout: 60_000 });
  await visit('written');
  await close(page, review);
  await clickMenu(app, 'show-history');
  await expect(dialogOf(page).getByRole('button', { name: 'Undo' })).toBeVisible();
  await visit('history');
  await dialogOf(page)
    .getByRole('button', { name: /^Show the files of/ })
    .click();
  await expect(dialogOf(page).getByRole('searchbox', { name: 'Search files' })).toBeVisible();
  await visit('opened history');
  await close(page, dialogOf(page));
}

async function visitInspector({ page }: RunningApp, visit: VisitView): Promise<void> {
  await inspect(page, /\d%/);
  const predicted = page.getByRole('slider', { name: 'Genres along the track' });
  await expect(predicted).toHaveAttribute('aria-valuetext', /%/, { timeout: 60_000 });
  await visit('inspector');
  await page.getByRole('button', { name: 'Spectrogram settings' }).click();
  await visit('spectrogram settings');
  await page.getByRole('button', { name: 'Spectrogram settings' }).click();
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await expect(dialogOf(page)).toContainText('Save Picture');
  await visit('export');
  await close(page, dialogOf(page));
}

async function close(page: Page, dialog: Locator): Promise<void> {
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
}
