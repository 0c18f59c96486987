import { readFile, rm, writeFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { clickMenu, expect, keepWritingAll, press, runCommand, scanFinished, test, type RunningApp } from '../app.ts';
import { makeTrack } from '../make-music.ts';

const NAMES = ['one', 'two', 'three'];

const table = (page: Page) => page.getByRole('grid', { name: 'Tracks' });
const rowOf = (page: Page, name: string) => table(page).getByRole('row', { name: new RegExp(`Title of ${name}`) });

/** What the Edit menu says of undo or redo, and whether it can be chosen. */
function entry({ electron }: RunningApp, id: 'undo' | 'redo'): Promise<string> {
  return electron.evaluate(({ Menu }, name) => {
    const item = Menu.getApplicationMenu()?.getMenuItemById(name);
    return `${item?.label.replace('&', '')}${item?.enabled === true ? '' : ' (disabled)'}`;
  }, id);
}

async function expectEntries(app: RunningApp, undo: string, redo: string): Promise<void> {
  await expect.poll(async () => [await entry(app, 'undo'), await entry(app, 'redo')]).toEqual([undo, redo]);
}

test('labels, genres and written tags are undone and redone in one order, by keys alone', async ({
  place,
  startApp,
}) => {
  await keepWritingAll(place);
  const paths: string[] = [];
  for (const name of NAMES) paths.push(await makeTrack(place.music, name, 'flac'));
  const bytes = () => Promise.all(paths.map((path) => readFile(path)));
  const originals = await bytes();
  const app = await startApp(place.music);
  const { page } = app;
  const { keyboard } = page;
  await scanFinished(app);
  await expectEntries(app, 'Nothing to Undo (disabled)', 'Nothing to Redo (disabled)');
  await table(page).focus();
  await keyboard.press('Control+z');
  await expect(page.getByText('There is nothing to undo.')).toBeVisible();

  await test.step('labels go back and forth, and what is typed has an undo of its own', async () => {
    await keyboard.press('Control+a');
    await keyboard.press('l');
    const typed = page.getByRole('combobox', { name: 'Genre for the selected tracks' });
    await expect(typed).toBeFocused();
    await keyboard.type('R&B');
    await keyboard.press('Enter');
    await expect(table(page)).toBeFocused();
    await expectEntries(app, 'Undo Label R&&B for 3 Tracks', 'Nothing to Redo (disabled)');
    await keyboard.press('Home');
    await keyboard.press('l');
    await keyboard.type('Dub');
    await keyboard.press('Control+z');
    await expect(typed).not.toHaveValue('Dub');
    await expectEntries(app, 'Undo Label R&&B for 3 Tracks', 'Nothing to Redo (disabled)');
    await keyboard.press('Escape');

    await keyboard.press('Control+z');
    await expect(page.getByText('Undone: Label R&B for 3 Tracks')).toBeVisible();
    await expect(page.getByText('3 selected')).toBeVisible();
    await expect(rowOf(page, 'one')).not.toContainText('R&B');
    await expectEntries(app, 'Nothing to Undo (disabled)', 'Redo Label R&&B for 3 Tracks');
    await keyboard.press('Control+Shift+z');
    await expect(page.getByText('Redone: Label R&B for 3 Tracks')).toBeVisible();
    await expect(rowOf(page, 'two')).toContainText('R&B');
  });

  await test.step('a genre’s new name is a step, too', async () => {
    await press(page.getByRole('region', { name: 'Labels' }).getByRole('button', { name: 'Manage Genres…' }));
    const manager = page.getByRole('dialog', { name: 'Your genres' });
    await press(manager.getByRole('button', { name: 'Edit R&B' }));
    await manager.getByRole('textbox', { name: 'New name of R&B' }).fill('Soul & Co');
    await keyboard.press('Enter');
    await expectEntries(app, 'Undo Rename Genre R&&B to Soul && Co', 'Nothing to Redo (disabled)');
    // The edited genre first, then the dialog.
    await keyboard.press('Escape');
    await keyboard.press('Escape');
    await expect(manager).toHaveCount(0);
    await table(page).focus();
    await keyboard.press('Control+z');
    await expect(rowOf(page, 'two')).toContainText('R&B');
    await expectEntries(app, 'Undo Label R&&B for 3 Tracks', 'Redo Rename Genre R&&B to Soul && Co');
  });

  let written: Buffer[] = [];
  await test.step('tags are undone after a question, in the background', async () => {
    await keyboard.press('Control+Shift+Enter');
    const review = page.getByRole('dialog', { name: 'Review changes' });
    await review.getByRole('button', { name: 'Apply to 3 files' }).focus();
    await keyboard.press('Enter');
    await expect(review.getByRole('button', { name: /^Undo/ })).toBeVisible({ timeout: 60_000 });
    written = await bytes();
    expect(written).not.toEqual(originals);
    await keyboard.press('Escape');
    await expect(review).toBeHidden();
    await expectEntries(app, 'Undo Write R&&B to 3 Files…', 'Nothing to Redo (disabled)');

    await table(page).focus();
    await keyboard.press('Control+z');
    await expect(page.getByText(/The original bytes of 3 files written on/)).toBeVisible();
    expect(await bytes()).toEqual(written);
    await page.getByRole('button', { name: 'Restore 3 files' }).focus();
    await keyboard.press('Enter');
    await expect(page.getByText('3 files restored')).toBeVisible({ timeout: 60_000 });
    expect(await bytes()).toEqual(originals);
    await expectEntries(app, 'Undo Label R&&B for 3 Tracks', 'Redo Write R&&B to 3 Files…');
  });

  await test.step('what was undone before tags were is redone after them', async () => {
    await table(page).focus();
    await keyboard.press('Control+z');
    await expectEntries(app, 'Nothing to Undo (disabled)', 'Redo Label R&&B for 3 Tracks');
    await keyboard.press('Control+y');
    await expectEntries(app, 'Undo Label R&&B for 3 Tracks', 'Redo Write R&&B to 3 Files…');
    await keyboard.press('Control+Shift+z');
    await page.getByRole('button', { name: 'Write 3 files' }).focus();
    await keyboard.press('Enter');
    await expect(page.getByText('3 files written')).toBeVisible({ timeout: 60_000 });
    expect(await bytes()).toEqual(written);
    await expectEntries(app, 'Undo Write R&&B to 3 Files…', 'Nothing to Redo (disabled)');
  });

  await test.step('a redo outlives the app, and a file that changed since is left alone', async () => {
    await table(page).focus();
    await keyboard.press('Control+z');
    await page.getByRole('button', { name: 'Restore 3 files' }).focus();
    await keyboard.press('Enter');
    await expectEntries(app, 'Undo Label R&&B for 3 Tracks', 'Redo Write R&&B to 3 Files…');
    await app.electron.close();
    await writeFile(paths[0] ?? '', originals[1] ?? '');

    const later = await startApp(place.music);
    await scanFinished(later);
    await expectEntries(later, 'Undo Label R&&B for 3 Tracks', 'Redo Write R&&B to 3 Files…');
    await table(later.page).focus();
    await later.page.keyboard.press('Control+y');
    await later.page.getByRole('button', { name: 'Write 3 files' }).focus();
    await later.page.keyboard.press('Enter');
    await expect(later.page.getByText('2 files written')).toBeVisible({ timeout: 60_000 });
    await expect(later.page.getByText('1 file left as it was')).toBeVisible();
    expect(await readFile(paths[0] ?? '')).toEqual(originals[1]);
    await later.electron.close();
  });

  await test.step('the command line undoes and redoes labels', async () => {
    expect((await runCommand(place, 'labels', 'undo')).stdout).toContain('Undone: Label ');
    const redone = await runCommand(place, 'labels', 'redo');
    expect(redone.stdout).toContain('Redone: Label ');
    expect(await runCommand(place, 'labels', 'redo')).toMatchObject({ status: 1 });
  });
});

test('removed missing tracks and smart filters come back by keys, and after a restart', async ({ place, startApp }) => {
  await makeTrack(place.music, 'one', 'flac');
  const gone = await makeTrack(place.music, 'two', 'flac');
  const app = await startApp(place.music);
  const { page } = app;
  const { keyboard } = page;
  await scanFinished(app);
  await rm(gone);
  await clickMenu(app, 'rescan');
  await expect(rowOf(page, 'two')).toContainText('Missing');

  await table(page).focus();
  const remove = page.getByRole('button', { name: /^Remove .*from Library…$/ });
  await keyboard.press('End');
  await remove.focus();
  await keyboard.press('Enter');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).focus();
  await keyboard.press('Enter');
  await expect(rowOf(page, 'two')).toHaveCount(0);
  await expectEntries(app, 'Undo Remove 1 Missing Track', 'Nothing to Redo (disabled)');

  await page.getByRole('searchbox', { name: 'Search tracks' }).fill('one');
  await page.getByRole('button', { name: 'Save Search…' }).focus();
  await keyboard.press('Enter');
  await page.getByRole('textbox', { name: 'Name of the smart filter' }).fill('Slow Jazz');
  await keyboard.press('Enter');
  const filter = page.getByRole('treeitem', { name: 'Slow Jazz' });
  await expect(filter).toBeVisible();
  await expect(page.getByRole('tree', { name: 'Library' })).toBeFocused();
  await keyboard.type('Slow');
  await keyboard.press('Delete');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).focus();
  await keyboard.press('Enter');
  await expect(filter).toHaveCount(0);
  await expectEntries(app, 'Undo Delete Filter Slow Jazz', 'Nothing to Redo (disabled)');
  await page.getByRole('searchbox', { name: 'Search tracks' }).fill('');
  await app.electron.close();

  const later = await startApp(place.music);
  await scanFinished(later);
  await table(later.page).focus();
  await later.page.keyboard.press('Control+z');
  await expect(later.page.getByRole('treeitem', { name: 'Slow Jazz' })).toBeVisible();
  await later.page.keyboard.press('Control+z');
  await expectEntries(later, 'Undo Remove 1 Missing Track', 'Redo Save Filter Slow Jazz');
  await later.page.keyboard.press('Control+z');
  await expect(later.page.getByText('Undone: Remove 1 Missing Track')).toBeVisible();
  await expect(rowOf(later.page, 'two')).toContainText('Missing');
  await later.page.keyboard.press('Control+Shift+z');
  await expect(rowOf(later.page, 'two')).toHaveCount(0);
  await later.electron.close();
});
