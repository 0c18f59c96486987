import type { Locator, Page } from '@playwright/test';
import { clickMenu, type RunningApp } from '../../app.ts';
import type { Step } from './step.ts';
import { calm } from './step.ts';

/** What is typed into the search box, letter by letter. */
const TYPED = 'velvet tide';
const FIELD_SEARCHES = ['artist:vel', 'title:velvet', 'genre:rock'];
const WHEELS = 40;
const PRESSES = 30;
const BETWEEN_MILLISECONDS = 16;
/** The side bar's first row. */
const ALL = /^All Music/;
const COLUMNS = ['Title', 'Artist', 'Genre', 'Confidence'];

/** The side bar, the search and the table. */
export const TABLE_STEPS: readonly Step[] = [
  {
    name: 'side bar: open',
    prepare: async (app) => {
      await setSideBar(app, false);
      return () => clickMenu(app, 'side-bar');
    },
  },
  ...['Rock', 'Jazz'].map((genre) => ({
    name: `side bar: genre ${genre}`,
    prepare: choosing('Predicted Genres', new RegExp(`^${genre},`)),
  })),
  {
    name: 'side bar: folder opened',
    prepare: async (app: RunningApp) => {
      await showGroup(app, 'Folders');
      await treeRow(app, /^Artist 1,/).click();
      await app.page.keyboard.press('ArrowLeft');
      return pressing(app.page, 'ArrowRight');
    },
  },
  { name: 'side bar: folder chosen', prepare: choosing('Folders', /^Artist 10,/) },
  { name: 'side bar: all tracks', prepare: choosing('Predicted Genres', ALL) },
  ...Array.from(TYPED, (_, index) => TYPED.slice(0, index + 1))
    .filter((text) => !text.endsWith(' '))
    .map(lastLetterOf),
  ...FIELD_SEARCHES.map(lastLetterOf),
  {
    name: 'search: typed at once',
    prepare: async (app) => {
      await search(app, '');
      return () => app.page.keyboard.type(TYPED, { delay: 80 });
    },
  },
  ...['wheel', 'PageDown', 'ArrowDown', 'End'].map(scrollTable),
  ...COLUMNS.map((column) => ({
    name: `sort by ${column.toLowerCase()}`,
    prepare: async (app: RunningApp) => {
      await search(app, '');
      return clicking(app.page, app.page.getByRole('columnheader', { name: column }).first());
    },
  })),
  {
    name: 'select all',
    prepare: async (app) => {
      await focusRow(app);
      return pressing(app.page, 'Control+a');
    },
  },
];

function lastLetterOf(text: string): Step {
  return {
    name: `search “${text}”`,
    prepare: async (app) => {
      await search(app, text.slice(0, -1));
      return pressing(app.page, text.slice(-1));
    },
  };
}

function scrollTable(how: string): Step {
  return {
    name: `table: ${how}`,
    prepare: async (app) => {
      await search(app, '');
      await focusRow(app);
      if (how === 'wheel') return wheeling(app.page, app.page.getByRole('grid', { name: 'Tracks' }));
      return repeating(app.page, how, how === 'End' ? 1 : PRESSES);
    },
  };
}

async function focusRow(app: RunningApp): Promise<void> {
  await app.page.keyboard.press('Escape');
  await app.page.getByRole('grid', { name: 'Tracks' }).focus();
  await app.page.keyboard.press('Home');
  await calm(app);
}

/** @param group the one whose rows are in sight */
function choosing(group: string, name: RegExp): Step['prepare'] {
  return async (app) => {
    await showGroup(app, group);
    const row = treeRow(app, name);
    await treeRow(app, name.source === ALL.source ? /^Jazz,/ : ALL).click();
    await calm(app);
    return clicking(app.page, row);
  };
}

/** Opens one of the two large groups, and closes the other. */
async function showGroup(app: RunningApp, shown: string): Promise<void> {
  await setSideBar(app, true);
  await app.page.getByRole('tree').focus();
  await app.page.keyboard.press('Home');
  await calm(app);
  await setGroup(app, 'Folders', false);
  await setGroup(app, 'Predicted Genres', shown === 'Predicted Genres');
  await setGroup(app, 'Folders', shown === 'Folders');
}

async function setGroup(app: RunningApp, name: string, isOpen: boolean): Promise<void> {
  const row = treeRow(app, new RegExp(`^${name}$`));
  if ((await row.getAttribute('aria-expanded')) !== String(isOpen)) await row.click();
  await calm(app);
}

function treeRow({ page }: RunningApp, name: RegExp): Locator {
  return page.getByRole('tree').getByRole('treeitem', { name }).first();
}

async function setSideBar(app: RunningApp, isOpen: boolean): Promise<void> {
  const isThere = (await app.page.getByRole('tree').count()) > 0;
  if (isThere !== isOpen) await clickMenu(app, 'side-bar');
  await calm(app);
}

/** Leaves a text in the search box, which has the keys then. */
async function search(app: RunningApp, text: string): Promise<void> {
  const box = app.page.getByRole('main').getByRole('searchbox');
  await box.fill(text);
  await box.press('End');
  await calm(app);
}

/** @returns presses a key */
export function pressing(page: Page, key: string): () => Promise<void> {
  return () => page.keyboard.press(key);
}

/** @returns presses a key again and again */
export function repeating(page: Page, key: string, presses = PRESSES): () => Promise<void> {
  return async () => {
    for (let press = 0; press < presses; press++) {
      await page.keyboard.press(key);
      await page.waitForTimeout(BETWEEN_MILLISECONDS);
    }
  };
}

/** @returns clicks where something is now */
export async function clicking(page: Page, target: Locator): Promise<() => Promise<void>> {
  const { x, y } = await middleOf(target);
  return () => page.mouse.click(x, y);
}

/** @returns turns the wheel over something, down @param pixels of one turn */
export async function wheeling(page: Page, target: Locator, pixels = 400): Promise<() => Promise<void>> {
  const { x, y } = await middleOf(target);
  await page.mouse.move(x, y);
  return async () => {
    for (let turn = 0; turn < WHEELS; turn++) {
      await page.mouse.wheel(0, pixels);
      await page.waitForTimeout(BETWEEN_MILLISECONDS);
    }
  };
}

/** The middle of something on screen, in pixels. */
export async function middleOf(target: Locator): Promise<{ x: number; y: number }> {
  await target.waitFor();
  const box = await target.boundingBox();
  if (!box) throw new Error(`${target.toString()} is not on screen.`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
