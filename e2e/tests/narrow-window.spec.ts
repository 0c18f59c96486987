import type { Page } from '@playwright/test';
import { expect, openMenu, scanFinished, test, type RunningApp } from '../app.ts';
import { bottomOf, expectInside, expectLaidOut } from '../layout.ts';
import { fillLibrary } from '../made-up-library.ts';
import { resize } from '../window-size.ts';

/** Pixels of the one row of header, with its border. */
const HEADER = 42;
const GENRES = Array.from({ length: 12 }, (_, index) => `Genre ${'ABCDEFGHIJKL'.charAt(index)}`);

const table = (page: Page) => page.getByRole('grid', { name: 'Tracks' });
const banner = (page: Page) => page.getByRole('banner');
const labelBar = (page: Page) => page.getByRole('region', { name: 'Labels' });

async function startNarrow(app: RunningApp): Promise<Page> {
  await resize(app, 720, 560);
  await scanFinished(app);
  return app.page;
}

/** Makes the texts of the header and the label bar half as long again, as they are in other languages. */
async function lengthenTexts(page: Page): Promise<void> {
  for (const part of [banner(page), labelBar(page)])
    await part.evaluate((element) => {
      const nodes = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      while (nodes.nextNode()) {
        const text = nodes.currentNode.nodeValue ?? '';
        nodes.currentNode.nodeValue = text + 'n'.repeat(Math.ceil(text.trim().length / 2));
      }
    });
}

/** The key for the search finds the box that is there. */
async function expectSearchKey(page: Page): Promise<void> {
  await page.keyboard.press('ControlOrMeta+f');
  await expect(page.getByRole('searchbox')).toBeFocused();
}

/** The side bar lies over the table, and leaves the label bar free. */
async function expectSideBarBelow(page: Page): Promise<void> {
  await expectLaidOut(async () => {
    const sideBar = await page.getByRole('region', { name: 'Library' }).boundingBox();
    expect(sideBar?.y).toBeCloseTo(await bottomOf(labelBar(page)), 0);
  });
}

test('in a narrow window, the details lie below the table and cover nothing of it', async ({ place, startApp }) => {
  await fillLibrary(place, 40);
  const page = await startNarrow(await startApp(place.music));
  const details = page.getByRole('region', { name: 'Track details' });
  if (!(await details.isVisible())) await page.getByRole('button', { name: 'Show details' }).click();
  await table(page).getByRole('row').nth(2).click();
  await expect(details.getByRole('button', { name: 'Look Into' })).toBeVisible();
  await expectLaidOut(async () => {
    const [above, below] = [await table(page).boundingBox(), await details.boundingBox()];
    expect(above?.width).toBe(below?.width);
    expect(await bottomOf(table(page))).toBeLessThanOrEqual((below?.y ?? 0) + 1);
    expect(above?.height).toBeGreaterThan(150);
  });
  await expect(table(page).getByRole('row', { selected: true })).toBeInViewport();
  await expect(details).toContainText('%');
  await expectInside(page);
});

test('a narrow window has one row of header, and nothing outside of it', async ({ place, startApp }) => {
  await fillLibrary(place, 40);
  const page = await startNarrow(await startApp(place.music));
  const top = async () => (await table(page).boundingBox())?.y ?? 0;
  await expect(banner(page)).toHaveCount(1);
  await expect.poll(top).toBeLessThanOrEqual(HEADER);
  await expect(banner(page).getByRole('status').filter({ hasText: '40 tracks' })).toBeVisible();
  await expectInside(page);

  await page.getByRole('searchbox').fill('0000');
  await expect(page.getByRole('button', { name: 'Clear filters' })).toBeVisible();
  await table(page).getByRole('row').nth(2).click();
  await expect(banner(page)).toContainText('selected');
  await expectInside(page);

  await page.getByRole('button', { name: 'Filters', exact: true }).click();
  await page.getByRole('dialog', { name: 'Filters' }).getByText('Disagrees with current tag').click();
  await expect(page.getByRole('button', { name: 'Filters (1)' })).toBeVisible();
  await expectInside(page);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Clear filters' }).click();

  await table(page).getByRole('row').nth(2).click();
  await page.keyboard.press('l');
  await page.getByRole('combobox', { name: 'Genre for the selected tracks' }).fill(GENRES.join(';'));
  await page.keyboard.press('Enter');
  await expect(labelBar(page)).toContainText('1 track labelled');
  await expect.poll(async () => (await labelBar(page).boundingBox())?.height).toBeLessThanOrEqual(HEADER);
  await expect.poll(top).toBeLessThanOrEqual(2 * HEADER);
  await expectInside(page);

  await page.getByRole('button', { name: 'Show side bar' }).click();
  await expectSideBarBelow(page);
  await expectInside(page);
  await page.getByRole('button', { name: 'Show side bar' }).click();
  await page.getByRole('searchbox').fill('0000');
  await expect(page.getByRole('button', { name: 'Clear filters' })).toBeVisible();
  await table(page).focus();
  await page.keyboard.press('Space');
  await expect(page.getByRole('region', { name: 'Player' })).toBeVisible();
  await lengthenTexts(page);
  await expectInside(page);
});

test('the keyboard reaches what a narrow window has in its menus', async ({ place, startApp }) => {
  await fillLibrary(place, 40);
  const app = await startApp(place.music);
  const page = await startNarrow(app);
  const menuButton = page.getByRole('button', { name: 'Views and commands' });
  await menuButton.focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('a');
  await expect(page.getByRole('menuitemcheckbox', { name: 'Albums' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tabpanel', { name: 'Albums' })).toBeVisible();
  await expect(menuButton).toBeFocused();

  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitemcheckbox', { name: 'Albums', checked: true })).toBeVisible();
  await page.keyboard.press('End');
  await expectInside(page);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(menuButton).toBeFocused();

  await page.getByRole('button', { name: 'Label', exact: true, pressed: false }).press('Enter');
  await openMenu(labelBar(page).getByRole('button', { name: 'More for labels' }));
  await page.keyboard.press('m');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');

  await resize(app, 1024, 700);
  await expect(page.getByRole('tab', { name: 'Albums', selected: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'History' })).toBeVisible();
  await expect(menuButton).toHaveCount(0);
  await expectSearchKey(page);
  await resize(app, 720, 560);
  await expect(menuButton).toBeVisible();
  await expectSearchKey(page);
});

test('the inspector covers neither the bars nor the player, and the player leaves it its room', async ({
  place,
  startApp,
}) => {
  await fillLibrary(place, 40);
  const app = await startApp(place.music);
  const { page } = app;
  await resize(app, 900, 560);
  await scanFinished(app);
  await table(page).getByRole('row').nth(2).click();
  await page.keyboard.press('Space');
  const player = page.getByRole('region', { name: 'Player' });
  await expect(player).toBeVisible();
  await table(page)
    .getByRole('row')
    .nth(7)
    .click({ modifiers: ['ControlOrMeta'] });
  await page.keyboard.press('l');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Enter');
  const inspector = page.getByRole('region', { name: 'Inspector' });
  await expect(inspector.getByRole('heading', { level: 2 })).toBeVisible();
  await expect(player).toBeVisible();
  await expectLaidOut(async () => {
    expect((await inspector.boundingBox())?.y).toBeGreaterThan(await bottomOf(labelBar(page)));
    expect(await bottomOf(inspector)).toBeLessThanOrEqual((await player.boundingBox())?.y ?? 0);
  });
  // The row that it shows stays in view.
  await expect(table(page).getByRole('row', { selected: true }).last()).toBeInViewport({ ratio: 0.9 });
});

test('beside the side bar, no count is cut, and the label bar has two or three rows', async ({ place, startApp }) => {
  await fillLibrary(place, 40);
  const app = await startApp(place.music);
  const { page } = app;
  await resize(app, 1024, 700);
  await scanFinished(app);
  if (!(await page.getByRole('tree').isVisible())) await page.getByRole('button', { name: 'Show side bar' }).click();
  await table(page).getByRole('row').nth(2).click();
  await page.keyboard.press('l');
  await page
    .getByRole('combobox', { name: 'Genre for the selected tracks' })
    .fill(GENRES.map((genre) => `${genre} of a Long Name`).join(';'));
  await page.keyboard.press('Enter');
  await expect(labelBar(page)).toContainText('1 track labelled');
  for (const [width, rows] of [
    [1280, 3],
    [900, 2],
    [1024, 2],
  ] as const) {
    await resize(app, width, 700);
    await expect.poll(async () => (await labelBar(page).boundingBox())?.height).toBeLessThanOrEqual(rows * HEADER);
    // Enough of a name to tell it from others; the rest is in the menu.
    const keys = labelBar(page).getByRole('button', { name: /^\d.*Genre/ });
    const widths = () => keys.evaluateAll((all) => all.map((key) => key.getBoundingClientRect().width));
    await expect.poll(async () => Math.min(...(await widths()))).toBeGreaterThan(75);
    await expectInside(page);
  }
  await openMenu(labelBar(page).getByRole('button', { name: 'More for labels' }));
  await page.keyboard.type('ma');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  for (const [width, height] of [
    [1024, 700],
    [720, 560],
  ] as const) {
    await resize(app, width, height);
    await page.getByRole('searchbox').fill('folder:./ 0000');
    await expect(page.getByRole('button', { name: /^Folder: .*Show tracks of all/ })).toBeInViewport({ ratio: 1 });
    const count = page.getByRole('status').filter({ hasText: 'of 40 tracks' });
    await expect(count).toContainText('selected');
    expect(await count.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
    await expect(count).toBeInViewport({ ratio: 1 });
    await expectInside(page);
    await page.getByRole('searchbox').fill('');
  }
  // Where the side bar lies over the table, it leaves the box that L goes to free.
  await resize(app, 860, 700);
  await page.getByRole('button', { name: 'Show side bar' }).click();
  await expectSideBarBelow(page);
});

test('a page that is not laid out yet is not taken for a narrow window', async ({ place, startApp }) => {
  await fillLibrary(place, 40);
  const app = await startApp(place.music);
  const { page } = app;
  await scanFinished(app);
  // No event tells that it is laid out.
  await page.addInitScript(() => {
    const width = window.outerWidth;
    const began = performance.now();
    Object.defineProperty(window, 'innerWidth', { get: () => (performance.now() - began < 1_000 ? 0 : width) });
  });
  await page.reload();
  await expect(table(page)).toBeVisible();
  await expect(page.getByRole('tree', { name: 'Library' })).toBeVisible();
  await expect(banner(page).getByRole('button', { name: 'Open Music Folder…' })).toBeVisible();
  await expect(page.getByRole('searchbox')).toHaveCount(1);
});

test('beside the side bar and the details, the tools of the map can be read', async ({ place, startApp }) => {
  await fillLibrary(place, 40);
  const app = await startApp(place.music);
  const { page } = app;
  await scanFinished(app);
  for (const part of ['Show side bar', 'Show details']) {
    const button = page.getByRole('button', { name: part });
    if ((await button.getAttribute('aria-pressed')) === 'false') await button.click();
  }
  await resize(app, 900, 700);
  await page.getByRole('tab', { name: 'Map' }).click();
  await expect(page.getByRole('application')).toBeVisible();
  for (const tool of ['Lasso', 'Rectangle', 'Move']) {
    const name = page.getByRole('tabpanel', { name: 'Map' }).getByText(tool, { exact: true });
    await expect.poll(() => name.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
  }
  await expectInside(page);
});

test('the keys stay in the review where its line is scrolled out of view', async ({ place, startApp }) => {
  await fillLibrary(place, 200);
  const app = await startApp(place.music);
  const { page } = app;
  await resize(app, 720, 560);
  await scanFinished(app);
  await page.keyboard.press('Control+Shift+Enter');
  const review = page.getByRole('dialog', { name: 'Review changes' });
  const first = review.getByRole('listitem').getByRole('checkbox').first();
  await first.focus();
  const name = await first.getAttribute('aria-label');
  await review.getByRole('list').hover();
  await page.mouse.wheel(0, 4000);
  await expect(review.getByRole('checkbox', { name: name ?? '', exact: true })).toHaveCount(0);
  await page.keyboard.press('ArrowDown');
  const boxes = review.getByRole('checkbox');
  const hasFocus = () => boxes.evaluateAll((all) => all.some((box) => box === document.activeElement));
  await expect.poll(hasFocus).toBe(true);
});
