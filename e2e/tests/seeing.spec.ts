import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createCanvas } from '@napi-rs/canvas';
import type { Page } from '@playwright/test';
import { expect, press, scanFinished, test } from '../app.ts';
import { fillLibrary } from '../made-up-library.ts';

const TRACKS = 60;
/** Of the folder: the fourth track is a song without tags of its own. */
const PICTURE = createCanvas(32, 32).toBuffer('image/png');

const tab = (page: Page, name: string) => page.getByRole('tab', { name, exact: true });
const counted = (page: Page) =>
  page
    .getByRole('main')
    .getByRole('status')
    .filter({ hasText: /\d tracks?/ })
    .first();

/** Goes from one view to another as the keyboard does. */
async function goTo(page: Page, name: 'Tracks' | 'Albums' | 'Overview' | 'Map'): Promise<void> {
  await page.getByRole('tab', { selected: true }).focus();
  for (let step = 0; step < 4; step++) {
    if ((await tab(page, name).getAttribute('aria-selected')) === 'true') break;
    const before = await page.getByRole('tab', { selected: true }).textContent();
    await page.keyboard.press('ArrowRight');
    await expect(page.getByRole('tab', { selected: true })).not.toHaveText(before ?? '');
  }
  await expect(tab(page, name)).toBeFocused();
  await expect(tab(page, name)).toHaveAttribute('aria-selected', 'true');
}

/** How many tracks the name of a bar, an album or a group says. */
const amountIn = (name: string | null) => Number(/(\d+) tracks?/.exec(name ?? '')?.[1]);

test('overview, albums and map show the library and lead back to its tracks, by keyboard alone', async ({
  place,
  startApp,
}) => {
  await fillLibrary(place, TRACKS);
  await writeFile(join(place.music, 'Cover.PNG'), PICTURE);
  const app = await startApp(place.music);
  const { page } = app;
  await scanFinished(app);
  const table = page.getByRole('grid', { name: 'Tracks' });
  const clear = page.getByRole('button', { name: 'Clear filters' });

  await test.step('a bar of the overview filters the table', async () => {
    await goTo(page, 'Overview');
    const bar = page.getByRole('region', { name: 'Predicted genres' }).getByRole('button').first();
    const amount = amountIn(await bar.getAttribute('aria-label'));
    await bar.focus();
    await page.keyboard.press('Enter');
    await expect(table).toBeFocused();
    await expect(counted(page)).toContainText(`${amount} of ${TRACKS} tracks`);
    // The overview is one of the filtered tracks now.
    await goTo(page, 'Overview');
    await expect(page.getByRole('region', { name: 'Formats' }).getByRole('button')).toHaveAttribute(
      'aria-label',
      new RegExp(`^MP3: ${amount} tracks`),
    );
    await clear.focus();
    await page.keyboard.press('Enter');
    const agreeing = page.getByRole('region', { name: /tags and predictions/ }).getByRole('button', { name: /^Agree/ });
    await expect(page.getByRole('button', { name: `MP3: ${TRACKS} tracks, 100%. Show them` })).toBeVisible();
    const agree = amountIn(await agreeing.getAttribute('aria-label'));
    await agreeing.focus();
    await page.keyboard.press('Enter');
    await expect(counted(page)).toContainText(`${agree} of ${TRACKS} tracks`);
    await page.getByRole('button', { name: 'Tags: Agree. Show tracks of all' }).focus();
    await page.keyboard.press('Enter');
    await expect(counted(page)).toHaveText(`${TRACKS} tracks`);
    await goTo(page, 'Overview');
    const decade = page.getByRole('region', { name: 'Decades' }).getByRole('button').first();
    const ofDecade = amountIn(await decade.getAttribute('aria-label'));
    await decade.focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('searchbox')).toHaveValue(/^year:\d{3}0\.\.\d{3}9$/);
    await expect(counted(page)).toContainText(`${ofDecade} of ${TRACKS} tracks`);
    await clear.focus();
    await page.keyboard.press('Enter');
  });

  await test.step('a bar of every other figure shows exactly its tracks', async () => {
    for (const figure of ['Styles', 'Confidence of the prediction', 'Years', 'Folders', 'Formats']) {
      await goTo(page, 'Overview');
      const bars = page
        .getByRole('region', { name: figure })
        .getByRole('button', { name: /Show them$/, disabled: false });
      await expect(bars.first()).toBeVisible();
      const amount = amountIn(await bars.first().getAttribute('aria-label'));
      await bars.first().focus();
      await page.keyboard.press('Enter');
      await expect(table).toBeFocused();
      await expect(table).toHaveAttribute('aria-rowcount', String(amount + 1));
      if (await clear.isVisible()) {
        await clear.focus();
        await page.keyboard.press('Enter');
      }
      await expect(counted(page)).toHaveText(`${TRACKS} tracks`);
    }
  });

  await test.step('an album shows its tracks, selected, and has its folder’s picture', async () => {
    await goTo(page, 'Albums');
    const albums = page.getByRole('grid', { name: 'Albums' });
    await page.getByRole('searchbox').fill('sessions');
    await expect(clear).toBeVisible();
    await albums.focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    const focused = albums.getByRole('gridcell', { selected: true });
    await expect(focused).toHaveAccessibleName(/^\w+ Sessions ?, .+ tracks?/);
    const name = await focused.textContent();
    await page.keyboard.press('Enter');
    await expect(table).toBeFocused();
    const amount = amountIn(name);
    await expect(counted(page)).toHaveText(`${amount} of ${TRACKS} tracks · ${amount} selected`);
    await expect(page.getByRole('button', { name: /^Album: \w+ Sessions\. Show/ })).toBeVisible();
    const covers = await page.evaluate(async () => {
      const answers = ['/cover/1', '/cover/4', '/cover/999999', '/cover/../x'].map((path) => fetch(path));
      return Promise.all(answers.map(async (answer) => [(await answer).status, (await (await answer).blob()).size]));
    });
    // In the tags, in the folder, of no track, of no address; of a picture as it is, or in small.
    expect(covers).toEqual([
      [200, expect.any(Number)],
      [200, expect.any(Number)],
      [204, 0],
      [404, expect.any(Number)],
    ]);
    await expect.poll(() => readdir(join(place.home, 'covers')).catch(() => [])).not.toEqual([]);

    await page.keyboard.press('Backspace');
    await expect(albums).toBeFocused();
    await expect(page.getByRole('searchbox')).toHaveValue('sessions');
    await expect(focused).toHaveText(name ?? '');
    await page.keyboard.press('Space');
    const player = page.getByRole('region', { name: 'Player' });
    await expect(player.getByRole('button', { name: 'Pause', exact: true })).toBeVisible();
    await page.keyboard.press('Space');
    await expect(player.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
    await press(clear);
    await expect(albums).toBeFocused();
  });

  await test.step('the map is walked, selected from and labelled', async () => {
    await goTo(page, 'Map');
    const map = page.getByRole('application', { name: 'Map of tracks by sound' });
    await expect(map).toBeVisible();
    await map.focus();
    await page.keyboard.press('ArrowRight');
    await expect(counted(page)).toContainText('1 selected');
    const told = page.getByRole('tabpanel', { name: 'Map' }).getByRole('status');
    await expect(told).toHaveText(/, (upper|lower)? ?(left|right|top|middle|bottom)$/);
    const first = await told.textContent();
    await page.keyboard.press('Shift+ArrowRight');
    await expect(counted(page)).toContainText('2 selected');
    await expect(told).not.toHaveText(first ?? '');
    for (const key of ['+', 'Control+ArrowLeft', '-', '0']) await page.keyboard.press(key);
    await page.keyboard.press('Escape');
    await expect(counted(page)).toHaveText(`${TRACKS} tracks`);
    // A line around the left half takes less than all of it.
    const { x, y, width, height } = (await map.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    // The edge of the side bar takes none of the map's pixels.
    const edge = await page.getByRole('separator', { name: 'Width of the side bar' }).boundingBox();
    expect((edge?.x ?? Number.POSITIVE_INFINITY) + (edge?.width ?? 0)).toBeLessThanOrEqual(x);
    await page.mouse.move(x + 0.03 * width, y + 0.01 * height);
    await page.mouse.down();
    for (const [right, down] of [
      [0.5, 0.01],
      [0.5, 0.99],
      [0.03, 0.99],
    ] as const)
      await page.mouse.move(x + right * width, y + down * height, { steps: 4 });
    await page.mouse.up();
    await expect(counted(page)).toHaveText(/ · [1-9]\d* selected$/);
    expect(Number(/(\d+) selected/.exec((await counted(page).textContent()) ?? '')?.[1])).toBeLessThan(TRACKS);
    await map.focus();
    await page.keyboard.press('Escape');
    await expect(counted(page)).toHaveText(`${TRACKS} tracks`);
    const legend = page.getByRole('complementary', { name: 'Legend and neighbours' });
    const genre = legend
      .getByRole('list', { name: /^Genres/ })
      .getByRole('button')
      .first();
    const amount = amountIn(await genre.getAttribute('aria-label'));
    await genre.focus();
    await page.keyboard.press('Enter');
    await expect(counted(page)).toContainText(`${amount} selected`);
    await expect(
      legend
        .getByRole('list', { name: /^Nearest/ })
        .getByRole('button')
        .first(),
    ).toBeVisible();
    await map.focus();
    await page.keyboard.press('l');
    await page.keyboard.type('Tides');
    await page.keyboard.press('Enter');
    await expect(map).toBeFocused();
    await page.getByRole('radio', { name: 'Genre', exact: true }).focus();
    await page.keyboard.press('ArrowRight');
    const labelled = legend.getByRole('list', { name: /^Labels/ }).getByRole('button');
    await expect(labelled).toHaveCount(1);
    await expect(labelled).toHaveAccessibleName(new RegExp(`^Tides: ${amount} tracks`));
    // Number keys label what has the focus, which stays where it is; Home shows everything, as 0 removes labels now.
    await map.focus();
    await page.keyboard.press('ArrowRight');
    await expect(counted(page)).toContainText('1 selected');
    for (const [key, isLabelled] of [
      ['1', true],
      ['0', false],
      ['1', true],
    ] as const) {
      await page.keyboard.press(key);
      if (isLabelled) await expect(told).toContainText('labelled Tides');
      else await expect(told).not.toContainText('labelled');
    }
    for (const key of ['+', 'Home', 'Space']) await page.keyboard.press(key);
    await expect(page.getByRole('region', { name: 'Player' }).getByRole('button', { name: /^Pause/ })).toBeVisible();
    await page.keyboard.press('Space');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('application', { name: 'Spectrogram' })).toBeVisible();
  });

  await test.step('the view is shown again after the window was loaded anew', async () => {
    await page.reload();
    await expect(tab(page, 'Map')).toHaveAttribute('aria-selected', 'true');
    await expect(page.getByRole('application', { name: 'Map of tracks by sound' })).toBeVisible();
  });
});
