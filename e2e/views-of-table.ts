import type { Page } from '@playwright/test';
import { expect, type RunningApp } from './app.ts';
import type { VisitView } from './every-view.ts';
import { resize } from './window-size.ts';

const rowOf = (page: Page) => page.getByRole('row', { name: /\d%/ }).nth(2);

/** Opens what belongs to the table: its menu, filters, suggestions of the search, the editor of genres and the player. */
export async function visitTableParts(page: Page, visit: VisitView): Promise<void> {
  await rowOf(page).click({ button: 'right' });
  await expect(page.getByRole('menu', { name: 'Actions for 1 track' })).toBeVisible();
  await visit('row menu');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Filters', exact: true }).click();
  await expect(page.getByRole('dialog', { name: 'Filters' })).toBeVisible();
  await visit('filters');
  await page.keyboard.press('Escape');
  await visitSuggestions(page, visit);
  await rowOf(page).click();
  await page.keyboard.press('F2');
  await expect(page.getByRole('combobox', { name: /^Genres of/ })).toBeFocused();
  await visit('genre editor');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Space');
  const player = page.getByRole('region', { name: 'Player' });
  await expect(player).toBeVisible();
  await visit('player');
  await player.getByRole('button', { name: 'Close the player' }).click();
  await rowOf(page).click();
}

async function visitSuggestions(page: Page, visit: VisitView): Promise<void> {
  await page.getByRole('searchbox').fill('gen');
  await expect(page.getByRole('listbox', { name: 'Search fields' })).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await visit('search suggestions');
  await page.keyboard.press('Escape');
  await page.getByRole('searchbox').fill('');
}

/** Makes the window narrow for a while, and opens what it alone has. */
export async function visitNarrowWindow(app: RunningApp, visit: VisitView): Promise<void> {
  const { page } = app;
  const [width = 0, height = 0] = await page.evaluate(() => [window.innerWidth, window.innerHeight]);
  await resize(app, 720, 560);
  const menuButton = page.getByRole('button', { name: 'Views and commands' });
  await expect(menuButton).toBeVisible();
  await rowOf(page).click();
  await visit('narrow');
  await menuButton.click();
  await expect(page.getByRole('menu', { name: 'Views and commands' })).toBeVisible();
  await visit('narrow menu');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Label', exact: true, pressed: false }).click();
  await expect(page.getByRole('region', { name: 'Labels' })).toBeVisible();
  await visit('narrow labelling');
  await page.getByRole('button', { name: 'Label', exact: true, pressed: true }).click();
  await resize(app, width, height);
}
