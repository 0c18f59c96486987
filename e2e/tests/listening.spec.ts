import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { synthesizeWav } from '../../src-main/testing/synthesize.ts';
import type { Place } from '../app.ts';
import { clickMenu, expect, press, scanFinished, test } from '../app.ts';
import { inspector, position } from '../inspector-page.ts';
import { makeTrack } from '../make-music.ts';

const grid = (page: Page) => page.getByRole('grid', { name: 'Tracks' });
const player = (page: Page) => page.getByRole('region', { name: 'Player' });
const playerPosition = (page: Page) => player(page).getByRole('slider', { name: 'Playback position' });
const heading = (page: Page) => inspector(page).getByRole('heading', { level: 2 });

/** Tones in the music folder, in the order in which the table shows them. */
async function makeTones({ music }: Place, tones: Readonly<Record<string, number>>): Promise<void> {
  for (const [name, seconds] of Object.entries(tones)) {
    const sound = { seconds, sampleRate: 22_050, frequencies: [140 + seconds], noise: 0.05 };
    await writeFile(join(music, `${name}.wav`), synthesizeWav(sound));
  }
}

/** Errors of the page that nobody caught. */
function errorsOf(page: Page): string[] {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  return errors;
}

async function plays(page: Page, name: string): Promise<void> {
  await expect(player(page)).toContainText(name);
  await expect(player(page).getByRole('button', { name: 'Pause' })).toBeVisible();
}

/** A number key, and the genre that it gives to a row, which does not show it yet. */
async function labelKey(page: Page, shown: string): Promise<readonly [key: string, genre: string]> {
  const keys = (await page.getByRole('note', { name: 'Number keys' }).textContent()) ?? '';
  const all = [...keys.matchAll(/([1-9])\s*(\D+)/g)].map(([, key = '', genre = '']) => [key, genre.trim()] as const);
  return all.find(([, genre]) => !shown.includes(genre)) ?? ['', ''];
}

/** Goes through the player from left to right, while the last of the tracks plays, and closes it. */
async function usePlayer(page: Page): Promise<void> {
  await player(page).getByRole('button', { name: 'Previous track of the list' }).focus();
  await page.keyboard.press('Enter');
  await plays(page, 'd-short');
  await page.keyboard.press('Tab');
  await expect(player(page).getByRole('button', { name: 'Pause' })).toBeFocused();
  await page.keyboard.press('Space');
  await expect(player(page).getByRole('button', { name: 'Play', exact: true })).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await plays(page, 'e-long');
  await page.keyboard.press('Tab');
  await expect(playerPosition(page)).toBeFocused();
  await page.keyboard.press('Shift+ArrowRight');
  await expect(playerPosition(page)).toHaveAttribute('aria-valuetext', /^0:3\d of 1:00/);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(playerPosition(page)).toHaveAttribute('aria-valuetext', /^0:1[5-9] of 1:00/);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Home');
  await expect(player(page).getByRole('slider', { name: 'Player volume' })).toHaveValue('0');
  await page.keyboard.press('Escape');
  await expect(grid(page)).toBeFocused();
  await player(page).getByRole('button', { name: 'Close the player' }).focus();
  await page.keyboard.press('Enter');
  await expect(player(page)).toHaveCount(0);
}

test('the table is heard by keys alone: play, move, label, and on to the next track', async ({ place, startApp }) => {
  await makeTones(place, { 'a-long': 60, 'b-long': 60, 'c-long': 60, 'd-short': 3, 'e-long': 60 });
  const app = await startApp(place.music);
  const { page } = app;
  const errors = errorsOf(page);
  await scanFinished(app);
  await grid(page).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Space');
  await plays(page, 'a-long');
  await page.keyboard.press('ArrowDown');
  await plays(page, 'b-long');
  // Neither a dialog nor another order of the rows ends it.
  await clickMenu(app, 'show-shortcuts');
  await expect(page.getByRole('dialog')).toContainText('Play or pause the track');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+f');
  await page.keyboard.type('long');
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '5');
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '6');
  await plays(page, 'b-long');
  // Space leaves the selection alone; with Ctrl it changes it.
  await grid(page).focus();
  const row = grid(page).getByRole('row', { name: /b-long/ });
  await page.keyboard.press('Space');
  await expect(player(page).getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  await expect(row).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Control+Space');
  await expect(row).toHaveAttribute('aria-selected', 'false');
  await page.keyboard.press('Control+Space');
  await page.keyboard.press('Space');
  await page.keyboard.press('l');
  await page.keyboard.type('Hum');
  await page.keyboard.press('Enter');
  await plays(page, 'c-long');
  await grid(page).focus();
  await page.keyboard.press('1');
  await plays(page, 'd-short');
  await expect(page.getByRole('region', { name: 'Labels' })).toContainText('2 tracks labelled');
  // At its end the next one plays, and the focus goes along.
  await plays(page, 'e-long');
  await expect(grid(page).getByRole('row', { name: /e-long/ })).toHaveAttribute('aria-selected', 'true');
  await usePlayer(page);
  expect(errors).toEqual([]);
  // The volume outlives the window.
  await page.reload();
  await scanFinished(app);
  await grid(page).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Space');
  await expect(player(page).getByRole('slider', { name: 'Player volume' })).toHaveValue('0');
  // The details have buttons of their own for it.
  const details = page.getByRole('region', { name: 'Track details' });
  await press(details.getByRole('button', { name: 'Pause' }));
  await expect(player(page).getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  await press(details.getByRole('button', { name: 'Play', exact: true }));
  await plays(page, 'a-long');
  await press(details.getByRole('button', { name: 'Look Into' }));
  await expect(heading(page)).toHaveText('a-long.wav');
});

test('a similar track is compared with the open one, which stays', async ({ place, startApp }) => {
  await makeTones(place, { 'a-open': 20, 'b-near': 40 });
  // Decoded, it is a little longer than it says.
  await makeTrack(place.music, 'c-end', 'mp3-id3v24', { seconds: 3.01 });
  const app = await startApp(place.music);
  const { page } = app;
  const errors = errorsOf(page);
  await scanFinished(app);
  await grid(page).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await expect(heading(page)).toHaveText('a-open.wav');
  await inspector(page).getByRole('button', { name: 'Play b-near.wav' }).first().focus();
  await page.keyboard.press('Space');
  await plays(page, 'b-near');
  // Its row shows a label as soon as it is given.
  const row = inspector(page).getByRole('list').getByRole('listitem').filter({ hasText: 'b-near.wav' }).first();
  const [key, genre] = await labelKey(page, (await row.textContent()) ?? '');
  await page.keyboard.press(key);
  await expect(row).toContainText(genre);
  await expect(heading(page)).toHaveText('a-open.wav');
  await expect(inspector(page).getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  await expect(position(page)).toContainText('0:00.00');
  await playerPosition(page).focus();
  for (let step = 0; step < 4; step++) await page.keyboard.press('ArrowRight');
  await expect(playerPosition(page)).toHaveAttribute('aria-valuetext', /^0:2\d of 0:40/);
  await player(page)
    .getByRole('button', { name: /^Back to the open track/ })
    .focus();
  await page.keyboard.press('Space');
  await plays(page, 'a-open');
  // The middle of the one is the middle of the other.
  await expect(position(page)).toContainText(/^0:1\d/);
  await expect(inspector(page).getByRole('button', { name: 'Pause' })).toBeVisible();
  await inspector(page).focus();
  await page.keyboard.press('b');
  await plays(page, 'b-near');
  await page.keyboard.press('b');
  await plays(page, 'a-open');
  // The inspector follows the table, which keeps the focus; at the end of the last track nothing is wrong.
  await grid(page).focus();
  await page.keyboard.press('End');
  await expect(heading(page)).toContainText('c-end');
  await expect(grid(page)).toBeFocused();
  // The inspector is the player of what it shows.
  await expect(inspector(page).getByRole('button', { name: 'Pause', exact: true })).toBeVisible();
  await expect(player(page)).toHaveCount(0);
  await expect(inspector(page).getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  await expect(position(page)).toContainText('0:03');
  await inspector(page).focus();
  await page.keyboard.press('Escape');
  await expect(player(page)).toContainText('c-end');
  expect(errors).toEqual([]);
});
