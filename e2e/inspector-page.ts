import type { Page } from '@playwright/test';
import { expect } from './app.ts';

/** The pane that looks into a track. */
export const inspector = (page: Page) => page.getByRole('region', { name: 'Inspector' });
/** Its spectrogram. */
export const spectrogram = (page: Page) => page.getByRole('application', { name: 'Spectrogram' });
/** What its cursor stands on. */
export const cursor = (page: Page) => page.getByRole('status', { name: 'Cursor' });
/** Where playback is. */
export const position = (page: Page) => page.getByRole('timer', { name: 'Position' });

/** Looks into a track of the table, by keyboard. */
export async function inspect(page: Page, fileName: string | RegExp): Promise<void> {
  const row = page.getByRole('grid', { name: 'Tracks' }).getByRole('row', { name: fileName }).first();
  await expect(row).toBeVisible();
  await row.click();
  await page.keyboard.press('Enter');
  await expect(inspector(page)).toBeVisible();
}

/** Pixels of the column around the spectrogram that are scrolled away, or that a scroll bar takes. */
export async function scrolledAway(page: Page): Promise<number> {
  return spectrogram(page).evaluate((element) => {
    let pixels = 0;
    for (let around = element.parentElement; around; around = around.parentElement) {
      if (getComputedStyle(around).overflowY !== 'auto') continue;
      pixels += around.scrollHeight - around.clientHeight + around.offsetWidth - around.clientWidth;
    }
    return pixels;
  });
}
