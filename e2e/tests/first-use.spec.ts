import type { Page } from '@playwright/test';
import { expect, reviewEverything, scanFinished, test } from '../app.ts';
import { fillLibrary } from '../made-up-library.ts';

const TRACKS = 40;
const OWN_GENRES = Array.from({ length: 11 }, (_, index) => `Own ${String.fromCharCode(65 + index)}`);

const table = (page: Page) => page.getByRole('grid', { name: 'Tracks' });
const row = (page: Page, place: number) => table(page).getByRole('row').nth(place);
const selectedRows = (page: Page) => table(page).getByRole('row', { selected: true });
const labelBar = (page: Page) => page.getByRole('region', { name: 'Labels' });
const dialog = (page: Page, name: string) => page.getByRole('dialog', { name });

test('keys, suggestions and names label as the window says', async ({ place, startApp }) => {
  await fillLibrary(place, TRACKS);
  const app = await startApp(place.music);
  const { page } = app;
  await scanFinished(app);

  await test.step('every genre of one’s own has a key, the tenth with Alt', async () => {
    await row(page, 1).click();
    await page.keyboard.press('l');
    await page.getByRole('combobox', { name: 'Genre for the selected tracks' }).fill(OWN_GENRES.join(';'));
    await page.keyboard.press('Enter');
    await expect(labelBar(page)).toContainText('1 track labelled');
    await page.keyboard.press('9');
    await page.keyboard.press('Alt+1');
    await expect(labelBar(page)).toContainText('3 tracks labelled');
    await expect(row(page, 2)).toContainText('Own I');
    await expect(row(page, 3)).toContainText('Own J');
    await expect(labelBar(page).getByRole('button', { name: /^Alt\+2 Own K/ })).toBeEnabled();
  });

  await test.step('the table has the keys after suggestions', async () => {
    await labelBar(page).getByRole('button', { name: 'Suggest Tracks' }).click();
    await expect(page.getByRole('status', { name: 'Messages' })).toContainText('A number key labels the track');
    await expect(table(page)).toBeFocused();
    await expect(row(page, 1)).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('2');
    await expect(row(page, 1)).toContainText('Own B');
    await expect(row(page, 2)).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('Control+Shift+f');
    await expect(page.getByRole('button', { name: 'Clear filters' })).toHaveCount(0);
  });

  await test.step('labels from tags say for which tracks', async () => {
    await labelBar(page).getByRole('button', { name: 'From Tags or Folders…' }).click();
    const naming = dialog(page, 'Labels from tags or folders');
    await expect(naming.getByRole('radio', { name: `Shown (${TRACKS})` })).toBeChecked();
    await expect(naming.getByRole('table').getByRole('row').nth(2)).toBeVisible();
    await naming.getByRole('radio', { name: 'Selected (1)' }).check();
    await expect(naming.getByRole('table').getByRole('row')).toHaveCount(2);
    await page.keyboard.press('Escape');
  });

  await test.step('a genre can be a kind of any genre of the tree', async () => {
    await labelBar(page).getByRole('button', { name: 'Manage Genres…' }).click();
    const manager = dialog(page, 'Your genres');
    await manager.getByRole('button', { name: 'Edit Own A' }).click();
    await manager.getByRole('combobox', { name: 'Parent genre of Own A' }).selectOption('Electronic');
    await expect(manager.getByRole('listitem').filter({ hasText: 'in its subgenres' })).toContainText('Electronic');
    await page.keyboard.press('Escape');
  });
});

test('shortcuts hold in the search box, and the review writes as many genres as it is told', async ({
  place,
  startApp,
}) => {
  await fillLibrary(place, TRACKS);
  const app = await startApp(place.music);
  const { page } = app;
  await scanFinished(app);
  const search = page.getByRole('searchbox', { name: 'Search tracks' });

  await test.step('keys of the search box', async () => {
    await page.keyboard.press('Control+f');
    await search.fill('0000');
    await page.keyboard.press('Control+a');
    expect(await search.evaluate((input: HTMLInputElement) => input.value.slice(input.selectionStart ?? 0))).toBe(
      '0000',
    );
    await expect(selectedRows(page)).toHaveCount(0);
    await page.keyboard.press('Escape');
    await expect(search).toHaveValue('');
    await page.keyboard.press('Escape');
    await expect(table(page)).toBeFocused();
    await page.keyboard.press('Control+f');
    await page.keyboard.press('ArrowDown');
    await expect(table(page)).toBeFocused();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Shift+ArrowDown');
    await expect(selectedRows(page)).toHaveCount(2);
  });

  const review = dialog(page, 'Review changes');
  await test.step('Ctrl+Enter is for the selection, with Shift for everything', async () => {
    await page.keyboard.press('Control+f');
    await page.keyboard.press('Control+Enter');
    await expect(review.getByRole('radio', { name: 'Selected (2)' })).toBeChecked();
    await page.keyboard.press('Escape');
    await search.focus();
    await page.keyboard.press('Control+Shift+Enter');
    await expect(review.getByRole('radio', { name: `Library (${TRACKS})` })).toBeChecked();
    await page.keyboard.press('Escape');
    await search.focus();
    await page.keyboard.press('Control+l');
    await expect(page.getByRole('combobox', { name: 'Genre for the selected tracks' })).toBeFocused();
  });

  await test.step('a second genre is written beside a likely first one', async () => {
    await reviewEverything(app);
    await review.getByRole('slider', { name: 'Minimum confidence' }).fill('60');
    await review.getByRole('combobox', { name: 'Existing genres' }).selectOption('Replace existing genres');
    await review.getByRole('radio', { name: '2', exact: true }).check();
    await review
      .getByRole('checkbox', { name: /becomes/ })
      .first()
      .focus();
    await expect(async () => {
      await page.keyboard.press('PageDown');
      await expect(review.getByRole('checkbox', { name: /becomes \S.*, \S/ }).first()).toBeVisible({ timeout: 500 });
    }).toPass();
    await review.getByRole('switch', { name: '95% correct' }).check();
    await expect(review).toContainText('Switch “95% correct” off');
  });
});
