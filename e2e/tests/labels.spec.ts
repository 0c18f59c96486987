import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { synthesizeWav } from '../../src-main/testing/synthesize.ts';
import { answerFolderDialog, clickMenu, expect, press, reviewEverything, scanFinished, test } from '../app.ts';
import { inspector } from '../inspector-page.ts';

/** Two kinds of sound that no shipped genre is about. */
async function makeTones(folder: string, each: number): Promise<void> {
  for (let index = 0; index < each; index++) {
    const seconds = 6;
    await writeFile(
      join(folder, `high ${index}.wav`),
      synthesizeWav({
        seconds,
        sampleRate: 22_050,
        frequencies: [3000 + 60 * index, 4100 + 50 * index],
        amplitude: 0.2,
        noise: 0.01,
      }),
    );
    await writeFile(
      join(folder, `low ${index}.wav`),
      synthesizeWav({
        seconds,
        sampleRate: 22_050,
        frequencies: [90 + 3 * index, 140 + 4 * index],
        amplitude: 0.3,
        noise: 0.01,
      }),
    );
  }
}

const EACH = 12;

const table = (page: Page) => page.getByRole('grid', { name: 'Tracks' });
const labelBar = (page: Page) => page.getByRole('region', { name: 'Labels' });

/** Goes to a row by keys. */
async function goTo(page: Page, name: RegExp): Promise<void> {
  await table(page).focus();
  await page.keyboard.press('Home');
  const row = table(page).getByRole('row', { name });
  const below = Number(await row.getAttribute('aria-rowindex')) - 2;
  for (let step = 0; step < below; step++) await page.keyboard.press('ArrowDown');
  await expect(row).toHaveAttribute('aria-selected', 'true');
}

test('genres of one’s own: labelled by keys, learned, compared, used, reviewed, and taken back', async ({
  place,
  startApp,
}) => {
  await makeTones(place.music, EACH);
  let app = await startApp(place.music);
  const { page } = app;
  await scanFinished({ page });
  await page.getByRole('columnheader', { name: 'Title' }).getByRole('button').click();
  await table(page).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('l');
  const typed = page.getByRole('combobox', { name: 'Genre for the selected tracks' });
  await expect(typed).toBeFocused();
  await typed.fill('Whistles');
  await page.keyboard.press('Enter');
  await expect(labelBar(page)).toContainText('1 track labelled');
  for (let track = 1; track < EACH; track++) await page.keyboard.press('1');
  await expect(labelBar(page)).toContainText(`${EACH} tracks labelled`);
  await page.keyboard.press('l');
  await typed.fill('Rumble');
  await page.keyboard.press('Enter');
  for (let track = 1; track < EACH; track++) await page.keyboard.press('2');
  await expect(labelBar(page)).toContainText(`${2 * EACH} tracks labelled`);
  await expect(table(page).getByRole('row', { name: /low 6/ })).toContainText('Rumble');
  await clickMenu(app, 'undo-label');
  await expect(labelBar(page)).toContainText(`${2 * EACH - 1} tracks labelled`);
  await page.keyboard.press('2');
  await expect(labelBar(page)).toContainText(`${2 * EACH} tracks labelled`);

  await clickMenu(app, 'show-retrain');
  let dialog = page.getByRole('dialog', { name: 'Retrain the model' });
  await expect(dialog).toContainText(`Whistles ${EACH}`);
  await press(dialog.getByRole('button', { name: 'Retrain' }));
  await expect(dialog.getByRole('table', { name: 'Old and new model' })).toBeVisible({ timeout: 60_000 });
  await expect(dialog.getByRole('table', { name: 'Old and new model' })).toContainText(`0 of ${2 * EACH}`);
  await expect(dialog).toContainText('my-genres-1');
  await expect(dialog).toContainText('analysed tracks would change genre');
  // What would change is heard in the list, and labelled by number keys.
  const changed = dialog.getByRole('list', { name: 'Changes with the highest confidence' });
  const heard = changed.getByRole('button', { name: /^P(lay|ause) / });
  await heard.first().focus();
  await page.keyboard.press('Space');
  await expect(heard.first()).toHaveAccessibleName(/^Pause/);
  await expect(dialog.getByRole('note', { name: 'Number keys' })).toContainText('Rumble');
  await page.keyboard.press('ArrowDown');
  await expect(heard.nth(1)).toBeFocused();
  await expect(heard.nth(1)).toHaveAccessibleName(/^Pause/);
  const name = ((await heard.nth(1).getAttribute('aria-label')) ?? '').replace('Pause ', '');
  const [key, genre] = name.startsWith('low') ? ['2', 'Rumble'] : ['1', 'Whistles'];
  await page.keyboard.press(key);
  await expect(page.getByText(`${name}: labelled ${genre}.`)).toBeVisible();
  // At its end the next one plays, and the focus goes along.
  await expect(heard.nth(2)).toBeFocused();
  await expect(heard.nth(2)).toHaveAccessibleName(/^Pause/);
  await page.keyboard.press('Space');
  await expect(heard.nth(2)).toHaveAccessibleName(/^Play/);
  // The tracks behind a cell of the confusion matrix.
  const cell = dialog.getByRole('button', { name: /^Show \d+ of Rumble predicted as Rumble/ });
  const shown = Number(await cell.textContent());
  await press(cell);
  await expect(table(page)).toHaveAttribute('aria-rowcount', String(shown + 1));
  await press(page.getByRole('button', { name: 'Clear filters' }));
  await clickMenu(app, 'show-retrain');
  await press(dialog.getByRole('button', { name: /^Inspect/ }).first());
  await expect(inspector(page)).toBeVisible();
  await page.keyboard.press('Escape');
  await press(dialog.getByRole('button', { name: 'Use the New Model' }));
  await expect(dialog).toContainText('In use: my-genres-1');
  await press(dialog.getByRole('button', { name: 'Done' }));
  await expect(table(page).getByRole('row', { name: /low 3/ })).toContainText(/Rumble.*Rumble/);

  // One track is left to the model.
  await goTo(page, /low 3/);
  await page.keyboard.press('0');
  await expect(labelBar(page)).toContainText(`${2 * EACH - 1} tracks labelled`);
  const review = await reviewEverything(app);
  await expect(review).toContainText('Whistles');
  await press(review.getByRole('button', { name: `Apply to ${2 * EACH} files` }));
  await expect(review).toContainText(`${2 * EACH} files`);
  await press(review.getByRole('button', { name: 'Done' }));

  // What is correct in 95% of cases follows the labels: also those that come after the model.
  await clickMenu(app, 'show-settings');
  const settings = page.getByRole('dialog', { name: 'Settings' });
  await press(settings.getByRole('switch', { name: '95% correct or better' }), ' ');
  await expect(settings).toContainText(
    /From a confidence of \d+%, .* measured on 24 labels\. \d+% of this folder|at any confidence, measured on 24 labels/,
  );
  await page.keyboard.press('Escape');
  await goTo(page, /low 3/);
  await page.keyboard.press('2');
  await expect(labelBar(page)).toContainText(`${2 * EACH} tracks labelled`);
  await clickMenu(app, 'review-all');
  // The model learned from that track: its label proves nothing new.
  await expect(review).toContainText('measured on 24 labels');
  await press(review.getByRole('button', { name: 'Show Less Certain Tracks' }));
  await expect(page.getByRole('button', { name: 'Clear filters' })).toBeVisible();
  await press(page.getByRole('button', { name: 'Clear filters' }));

  // What the version wrote is taken back; what the user said stays.
  await clickMenu(app, 'show-retrain');
  await press(dialog.getByRole('button', { name: 'Undo the tags of my-genres-1' }));
  await press(page.getByRole('alertdialog').getByRole('button', { name: 'Restore 1 file' }));
  const history = page.getByRole('dialog', { name: 'History' });
  await expect(history).toContainText('1 file restored');
  await expect(history).toContainText(`1 of ${2 * EACH} undone`);
  await page.keyboard.press('Escape');

  // The version is an ordinary model, which goes out and in; one that was tampered with does not.
  const carried = join(place.home, 'carried');
  await mkdir(carried);
  await answerFolderDialog(app, carried);
  await clickMenu(app, 'show-retrain');
  await press(dialog.getByRole('button', { name: 'Export my-genres-1' }));
  await expect(page.getByText('Exported my-genres-1')).toBeVisible();
  await page.keyboard.press('Escape');
  const card = JSON.parse(await readFile(join(carried, 'my-genres-1', 'card.json'), 'utf8')) as object;
  await writeFile(join(carried, 'my-genres-1', 'card.json'), JSON.stringify({ ...card, name: 'from-a-friend' }));
  await answerFolderDialog(app, join(carried, 'my-genres-1'));
  await clickMenu(app, 'import-model');
  await expect(page.getByText('“from-a-friend” was added to your models.')).toBeVisible();
  await writeFile(join(carried, 'my-genres-1', 'model.onnx'), 'no network');
  await clickMenu(app, 'import-model');
  await expect(page.getByText(/model cannot be used|not the network/i).first()).toBeVisible();

  // All of it is there after a restart: labels, version, and the way back.
  await app.electron.close();
  app = await startApp(place.music);
  await scanFinished(app);
  await clickMenu(app, 'show-retrain');
  dialog = app.page.getByRole('dialog', { name: 'Retrain the model' });
  await expect(dialog).toContainText(`${2 * EACH} tracks labelled`);
  await expect(dialog.getByRole('list', { name: 'Versions' })).toContainText('In use');
  await press(dialog.getByRole('button', { name: 'Go Back to musicnn' }));
  await expect(dialog).toContainText('In use: musicnn');
  await press(dialog.getByRole('button', { name: 'Cancel' }));
  await expect(table(app.page).getByRole('row', { name: /low 3/ })).not.toContainText(/Rumble.*Rumble/);
  await expect(table(app.page).getByRole('row', { name: /low 3/ })).toContainText('Rumble');
});

test('the app asks for the labels that would teach most, and says why', async ({ place, startApp }) => {
  await makeTones(place.music, 3);
  const { page } = await startApp(place.music);
  await scanFinished({ page });
  await table(page).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('l');
  await page.getByRole('combobox', { name: 'Genre for the selected tracks' }).fill('Whistles');
  await page.keyboard.press('Enter');
  await expect(labelBar(page)).toContainText('1 track labelled');
  await labelBar(page).getByRole('button', { name: 'Folder', exact: true }).click();
  await expect(page.getByText('6 selected')).toBeVisible();
  await labelBar(page).getByRole('button', { name: 'Suggest Tracks' }).click();
  await expect(page.getByText('5 labels would improve the model most')).toBeVisible();
  await expect(table(page)).toHaveAttribute('aria-rowcount', '6');
  await expect(table(page).getByRole('row', { selected: true })).toContainText(/or .*\?|Unlike your labels/);
  // They are heard as the table is: arrow keys go on playing, and so does the end of a track.
  const heard = table(page).getByRole('row', { name: 'Playing', selected: true });
  for (const [place, key] of ['Space', 'ArrowDown', null].entries()) {
    if (key !== null) await page.keyboard.press(key);
    await expect(heard).toHaveAttribute('aria-rowindex', String(place + 2));
  }
  await page.keyboard.press('Space');
  await page.keyboard.press('Home');
  for (let track = 0; track < 5; track++) await page.keyboard.press('1');
  await expect(labelBar(page)).toContainText('6 tracks labelled');
  await labelBar(page).getByRole('button', { name: 'Suggest Tracks' }).click();
  await expect(page.getByText('Every analysed track of this folder is labelled.')).toBeVisible();
});

test('a full training that is killed goes on after a restart', async ({ place, startApp }) => {
  // A training yields to all other programs, the next worker's app among them.
  test.setTimeout(420_000);
  await makeTones(place.music, 6);
  let app = await startApp(place.music);
  await scanFinished(app);
  await app.page.getByRole('columnheader', { name: 'Title' }).getByRole('button').click();
  await table(app.page).focus();
  await app.page.keyboard.press('Home');
  for (const genre of ['Whistles', 'Rumble']) {
    await app.page.keyboard.press('l');
    await app.page.getByRole('combobox', { name: 'Genre for the selected tracks' }).fill(genre);
    await app.page.keyboard.press('Enter');
    for (let track = 1; track < 6; track++) await app.page.keyboard.press(genre === 'Whistles' ? '1' : '2');
  }
  await expect(labelBar(app.page)).toContainText('12 tracks labelled');
  await clickMenu(app, 'show-retrain');
  let dialog = app.page.getByRole('dialog', { name: 'Retrain the model' });
  await dialog.getByRole('radio', { name: 'Full' }).check();
  await dialog.getByRole('button', { name: 'Retrain' }).click();
  await expect(dialog).toContainText(/Epoch [2-9] of/, { timeout: 60_000 });
  app.electron.process().kill('SIGKILL');
  app = await startApp(place.music);
  await scanFinished(app);
  await clickMenu(app, 'show-retrain');
  dialog = app.page.getByRole('dialog', { name: 'Retrain the model' });
  await expect(dialog).toContainText('was interrupted');
  await dialog.getByRole('button', { name: 'Resume' }).click();
  await expect(dialog).toContainText(/Epoch ([3-9]|\d\d) of/, { timeout: 60_000 });
  // The app answers meanwhile.
  await app.page.keyboard.press('Escape');
  await table(app.page).getByRole('row', { name: /low 3/ }).click();
  await expect(table(app.page).getByRole('row', { selected: true })).toContainText('low 3');
  await clickMenu(app, 'show-retrain');
  await expect(dialog.getByRole('table', { name: 'Old and new model' })).toBeVisible({ timeout: 300_000 });
  await expect(dialog.getByRole('list', { name: 'Versions' })).toContainText('my-genres-1');
});

test('genres are renamed and merged, and labels go out and in as a table', async ({ place, startApp }) => {
  await makeTones(place.music, 2);
  const app = await startApp(place.music);
  const { page } = app;
  await scanFinished({ page });
  await table(page).focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('l');
  await page.getByRole('combobox', { name: 'Genre for the selected tracks' }).fill('Tönes, “odd” <b>');
  await page.keyboard.press('Enter');
  await expect(labelBar(page)).toContainText('4 tracks labelled');
  await labelBar(page).getByRole('button', { name: 'Manage Genres…' }).click();
  const manager = page.getByRole('dialog', { name: 'Your genres' });
  await manager.getByRole('button', { name: /^Edit/ }).click();
  await manager.getByRole('textbox', { name: /^New name/ }).fill('Tones');
  await page.keyboard.press('Enter');
  await expect(manager).toContainText('Tones');
  const file = join(place.home, 'labels.csv');
  await app.electron.evaluate(({ dialog }, path) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: path });
  }, file);
  await manager.getByRole('button', { name: 'Export Labels…' }).click();
  await expect(page.getByText('Saved labels.csv')).toBeVisible();
  const lines = (await readFile(file, 'utf8')).trim().split('\n');
  expect(lines).toHaveLength(5);
  expect(lines[1]).toMatch(/,Tones$/);
  await manager.getByRole('button', { name: 'Delete Tones' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await expect(manager).toContainText('No genres yet');
  await answerFolderDialog(app, file);
  await manager.getByRole('button', { name: 'Import Labels…' }).click();
  await expect(manager).toContainText('4 tracks');
});
