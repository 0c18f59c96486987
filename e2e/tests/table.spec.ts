import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { encodeAudio } from '../../src-main/testing/encode-audio.ts';
import { answerFolderDialog, clickMenu, expect, expectKeysAt, scanFinished, test, type RunningApp } from '../app.ts';

const LONG_ALBUM = 'Noises of a Very Long Night in the Studio Beside the River, '.repeat(5).trim();

const TRACKS = [
  { title: 'Ash', artist: 'The Generators', album: 'Tones', date: '1994', bpm: '128' },
  { title: '=Birch', artist: 'The Generators', album: 'Tones', date: '1969', bpm: '90' },
  { title: 'Cedar', artist: 'Somebody Else', album: LONG_ALBUM, date: '2001', bpm: '70' },
] as const;

async function makeTracks(folder: string): Promise<void> {
  for (const [index, { bpm, ...tags }] of TRACKS.entries()) {
    const sound = { seconds: 4, frequencies: [200 + 90 * index], noise: 0.05 } as const;
    const bytes = await encodeAudio('flac', { sound, tags: { ...tags, BPM: bpm } });
    await writeFile(join(folder, `${index}.flac`), bytes);
  }
}

const table = (page: Page) => page.getByRole('grid', { name: 'Tracks' });
const rowOf = (page: Page, title: string) => table(page).getByRole('row', { name: new RegExp(title) });
const header = (page: Page, name: string) =>
  table(page).getByRole('columnheader', { name, exact: true }).getByRole('button');
const headers = (page: Page) => table(page).getByRole('columnheader').allTextContents();

/** Opens the menu of what has the focus, and chooses in it by first letters and arrow keys. */
async function chooseByKeys(page: Page, menu: string | RegExp, ...keys: readonly string[]): Promise<void> {
  await page.keyboard.press('Shift+F10');
  await expectKeysAt(page.getByRole('menu', { name: menu }));
  for (const key of keys) {
    await page.keyboard.press(key);
    if (key !== 'ArrowRight') continue;
    await expect(page.getByRole('menu')).toHaveCount(2);
    await expectKeysAt(page.getByRole('menu').last());
  }
}

/** Presses and moves on a row, and says which files the system would drag: it would take the pointer of the whole screen. */
async function dragOut({ electron, page }: RunningApp, row: Locator): Promise<unknown> {
  await electron.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    if (!contents) return;
    contents.startDrag = ({ files, icon }) => {
      const isIcon = typeof icon !== 'string' && !icon.isEmpty();
      Object.assign(globalThis, { dragged: isIcon ? files : 'no icon' });
    };
  });
  const { x, y } = (await row.boundingBox()) ?? { x: 0, y: 0 };
  await page.mouse.move(x + 40, y + 10);
  await page.mouse.down();
  await page.mouse.move(x + 60, y + 30, { steps: 4 });
  const dragged = () => electron.evaluate(() => Reflect.get(globalThis, 'dragged') as unknown);
  await expect.poll(dragged).toBeDefined();
  await page.mouse.up();
  return dragged();
}

const copied = ({ electron }: RunningApp): Promise<string> =>
  electron.evaluate(({ clipboard }) => clipboard.readText());

test('the keys are the table’s as soon as a folder is open', async ({ place, startApp }) => {
  await makeTracks(place.music);
  const app = await startApp();
  const { page } = app;
  await answerFolderDialog(app, place.music);
  await page.keyboard.press('Control+O');
  await scanFinished(app);
  await expect(table(page)).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(rowOf(page, 'Ash')).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('L');
  await expect(page.getByRole('combobox', { name: 'Genre for the selected tracks' })).toBeFocused();
});

test('whoever uses the keyboard sees where it is, and keeps it', async ({ place, startApp }) => {
  await makeTracks(place.music);
  const app = await startApp(place.music);
  const { page } = app;
  await scanFinished(app);
  const search = page.getByRole('searchbox', { name: 'Search tracks' });
  const shadow = () => rowOf(page, 'Ash').evaluate((row) => getComputedStyle(row).boxShadow);
  const frame = () => table(page).evaluate((grid) => getComputedStyle(grid, '::after').borderTopWidth);
  await table(page).focus();
  await page.keyboard.press('Home');
  const ring = await shadow();
  expect(ring).toContain('inset');
  // Neither the rows nor what scrolls them cover the frame, whichever of both has the focus.
  expect(await frame()).toBe('2px');
  await page.getByRole('rowgroup', { name: 'Rows of tracks' }).focus();
  expect([await shadow(), await frame()]).toEqual([ring, '2px']);

  // A hint goes as soon as it is followed.
  await table(page).focus();
  await page.keyboard.press('1');
  await expect(page.getByRole('status', { name: 'Messages' })).toContainText('Press L');
  await page.keyboard.press('l');
  await expect(page.getByRole('status', { name: 'Messages' })).toBeEmpty();

  // Nothing moves while the name of a field is typed, and the keys go from a button that is gone to the table.
  const top = async () => (await table(page).boundingBox())?.y;
  const before = await top();
  await search.fill('artist:');
  await expect(page.getByRole('status').filter({ hasText: '3 of 3 tracks' })).toBeVisible();
  expect(await top()).toBe(before);
  for (const button of ['Clear filters', 'Show all tracks']) {
    await search.fill('zither');
    await page.getByRole('button', { name: button }).focus();
    await page.keyboard.press('Enter');
    await expect(table(page)).toBeFocused();
  }
});

test('a title longer than its tile makes the albums no wider', async ({ place, startApp }) => {
  await makeTracks(place.music);
  const app = await startApp(place.music);
  const { page } = app;
  await scanFinished(app);
  await page.getByRole('tab', { name: 'Albums' }).click();
  const albums = page.getByRole('grid', { name: 'Albums' });
  await expect(albums.getByRole('gridcell', { name: LONG_ALBUM })).toBeVisible();
  const rows = albums.getByRole('rowgroup', { name: 'Rows of albums' });
  expect(await rows.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
});

test('genres are edited in the table, rows have a menu, and are copied, by keys alone', async ({ place, startApp }) => {
  await makeTracks(place.music);
  const app = await startApp(place.music);
  const { page } = app;
  await scanFinished(app);
  await table(page).focus();
  await page.keyboard.press('Home');

  await page.keyboard.press('F2');
  const box = page.getByRole('combobox', { name: 'Genres of Ash' });
  await expect(box).toBeFocused();
  await page.keyboard.type('drum');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('option', { name: 'Drum and Bass', selected: true })).toBeVisible();
  await page.keyboard.press('Enter');
  await page.keyboard.type('Synthwave;');
  await expect(page.getByRole('list', { name: 'Genres chosen' }).getByRole('listitem')).toHaveText([
    'Drum and Bass',
    'Synthwave',
  ]);
  await page.keyboard.press('Enter');
  await expect(table(page)).toBeFocused();
  await expect(page.getByText('1 track labelled Drum and Bass; Synthwave.')).toBeVisible();

  // Escape changes nothing; what is taken away to the last is no label.
  await page.keyboard.press('F2');
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Escape');
  await expect(table(page)).toBeFocused();
  await page.keyboard.press('l');
  await page.keyboard.press('Escape');
  await expect(rowOf(page, 'Ash')).toContainText('Drum and Bass, Synthwave');
  await page.keyboard.press('F2');
  await expect(box).toBeFocused();
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Enter');
  await expect(rowOf(page, 'Ash')).not.toContainText('Synthwave');
  await clickMenu(app, 'undo-label');
  await expect(rowOf(page, 'Ash')).toContainText('Drum and Bass, Synthwave');

  await chooseByKeys(page, 'Actions for 1 track', 's', 'ArrowDown', 'Enter');
  await expect(page.getByText('2 selected')).toBeVisible();
  await chooseByKeys(page, 'Actions for 2 tracks', 'l', 'a', 'ArrowRight', 'Enter');
  await expect(rowOf(page, 'Birch')).toContainText(/Drum and Bass|Synthwave/);
  await expect(table(page)).toBeFocused();
  await page.keyboard.press('F2');
  await page.getByRole('combobox', { name: 'Genres of 2 tracks' }).fill('Techno');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect(rowOf(page, 'Birch')).toContainText('Techno');

  await page.keyboard.press('Control+c');
  await expect(page.getByText('2 tracks copied.')).toBeVisible();
  const [head = '', ash = '', birch = ''] = (await copied(app)).split('\n');
  expect(head.split('\t')).toEqual(expect.arrayContaining(['Title', 'Label']));
  expect(ash.split('\t')).toEqual(expect.arrayContaining(['Ash', 'Techno']));
  expect(birch.split('\t')[0]).toBe("'=Birch");

  // While the label bar is open, rows are dragged onto its genres; with Alt, or without it, they leave the window as files.
  const labelBar = page.getByRole('region', { name: 'Labels' });
  await rowOf(page, 'Cedar').dragTo(labelBar.getByRole('button', { name: /Techno/ }));
  await expect(rowOf(page, 'Cedar')).toContainText('Techno');
  await page.getByRole('button', { name: 'Label', exact: true, pressed: true }).focus();
  await page.keyboard.press('Enter');
  await expect(labelBar).toBeHidden();

  // A right click opens the same menus as keys, for the row and the header below it.
  await rowOf(page, 'Cedar').click({ button: 'right' });
  await expect(page.getByRole('menu', { name: 'Actions for 1 track' })).toBeVisible();
  await expect(rowOf(page, 'Cedar')).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Escape');
  await header(page, 'Title').click({ button: 'right' });
  await expect(page.getByRole('menu', { name: 'Column Title' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toHaveCount(0);

  await table(page).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+ArrowDown');
  expect(await dragOut(app, rowOf(page, 'Ash'))).toEqual([join(place.music, '0.flac'), join(place.music, '1.flac')]);
});

test('columns are chosen, moved, resized and sorted by keys, and outlive the window', async ({ place, startApp }) => {
  await makeTracks(place.music);
  let app = await startApp(place.music);
  await scanFinished(app);
  let { page } = app;
  const before = await headers(page);
  await header(page, 'Title').focus();
  await chooseByKeys(page, 'Column Title', 'c', 'ArrowRight', 'y', 'Enter', 'ArrowDown', 'Enter', 'Escape');
  await expect(table(page).getByRole('columnheader', { name: 'Year' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(header(page, 'Title')).toBeFocused();
  await expect(rowOf(page, 'Ash')).toContainText(/1994.*128/);

  const width = async () => (await header(page, 'Title').boundingBox())?.width ?? 0;
  const narrow = await width();
  await page.keyboard.press('Shift+ArrowRight');
  await expect.poll(width).toBe(narrow + 16);
  await page.keyboard.press('Shift+Enter');
  await expect.poll(width).toBeLessThan(narrow);
  const fitted = await width();
  await page.keyboard.press('Shift+ArrowRight');
  await expect.poll(width).toBe(fitted + 16);
  const { x, y, height } = (await header(page, 'Title').boundingBox()) ?? { x: 0, y: 0, height: 0 };
  await page.mouse.dblclick(x + fitted + 16 + 6, y + height / 2);
  await expect.poll(width).toBe(fitted);
  await header(page, 'Title').focus();
  await page.keyboard.press('Alt+ArrowRight');
  await expect(header(page, 'Title')).toBeFocused();
  expect((await headers(page))[0]?.trim()).not.toBe('Title');
  await header(page, 'Year').dragTo(header(page, 'Title'));
  await expect.poll(async () => (await headers(page))[1]?.trim()).toBe('Year');

  await header(page, 'Year').press('Enter');
  await expect(table(page).getByRole('columnheader', { name: 'Year' })).toHaveAttribute('aria-sort', 'descending');
  await expect(table(page).getByRole('row').nth(1)).toContainText('Cedar');
  const after = await headers(page);

  await app.electron.close();
  app = await startApp(place.music);
  ({ page } = app);
  await scanFinished(app);
  expect(await headers(page)).toEqual(after);
  await expect(table(page).getByRole('row').nth(1)).toContainText('Cedar');
  await header(page, 'Title').focus();
  await chooseByKeys(page, 'Column Title', 'r', 'Enter');
  await expect.poll(() => headers(page)).toEqual(before);
});

test('the rows take the focus to be scrolled, and give it back with the first key of the table', async ({
  place,
  startApp,
}) => {
  await makeTracks(place.music);
  const app = await startApp(place.music);
  const { page } = app;
  await scanFinished(app);
  const second = table(page).getByRole('row').nth(2);
  await table(page).getByRole('row').nth(1).click();
  await page.getByRole('rowgroup', { name: 'Rows of tracks' }).focus();
  await page.keyboard.press('ArrowDown');
  await expect(second).toHaveAttribute('aria-selected', 'true');
  await expect(table(page)).toBeFocused();
});
