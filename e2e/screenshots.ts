import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { DEFAULT_SETTINGS } from '../src-main/contract/settings.ts';
import { writeSettings } from '../src-main/library/settings-store.ts';
import { appPaths } from '../src-main/library/app-paths.ts';
import { clickMenu, launchApp, scanFinished } from './app.ts';
import type { Place } from './app.ts';
import { provideElectron } from './electron-path.ts';
import { fillLibrary } from './made-up-library.ts';
import { resize } from './window-size.ts';

/**
 * `npm run screenshots`: starts the real app on generated music in both themes and saves its screenshots to
 * resources/screenshots. Without a display it brings its own.
 */
const OUT = resolve(import.meta.dirname, '..', 'resources', 'screenshots');
/** In the order of the alphabet, as the next start sorts them: number keys mean the same genres again. */
const LABELS = ['Dub Techno', 'Ethio-Jazz', 'Northern Soul'];
const MOST_LOOKS = 60;
const COVERS_MILLISECONDS = 60_000;
/** What a view is seen by. */
const VIEW_ROLES: Readonly<Record<string, 'gridcell' | 'region' | 'application'>> = {
  Albums: 'gridcell',
  Overview: 'region',
  Map: 'application',
};

async function save(page: Page, name: string): Promise<void> {
  await page.waitForTimeout(400);
  await page.screenshot({ path: join(OUT, `${name}.png`) });
}

async function capture(place: Place, theme: 'light' | 'dark', count: number): Promise<void> {
  await writeSettings(appPaths({ GENRESCOPE_HOME: place.home }).settings, {
    ...DEFAULT_SETTINGS,
    theme,
    tagMode: 'replace',
  });
  const app = await launchApp(place, count > 0 ? place.music : undefined);
  const { page } = app;
  await resize(app, 1280, 800);
  if (count === 0) {
    await save(page, `empty-${theme}`);
    return app.electron.close();
  }
  await scanFinished(app);
  await page.getByRole('row', { name: /\d%/ }).nth(3).click();
  await save(page, `library-${theme}`);
  for (const [command, name] of [
    ['review-all', 'review'],
    ['show-history', 'history'],
    ['show-doctor', 'system-check'],
    ['show-shortcuts', 'shortcuts'],
  ] as const) {
    if (theme === 'dark' && name !== 'review') continue;
    await clickMenu(app, command);
    await page.getByRole('dialog').waitFor();
    await page.waitForTimeout(600);
    await save(page, `${name}-${theme}`);
    if (name === 'review') {
      await page.getByRole('combobox', { name: 'Group by' }).selectOption('By album');
      await save(page, `review-groups-${theme}`);
      await page.getByRole('combobox', { name: 'Group by' }).selectOption('No groups');
    }
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  }
  for (const view of ['Albums', 'Overview', 'Map']) {
    await page.getByRole('tab', { name: view }).click();
    await page
      .getByRole('tabpanel', { name: view })
      .getByRole(VIEW_ROLES[view] ?? 'grid')
      .first()
      .waitFor();
    // Of the albums: until the cover of each tile is shown, or is known not to be there.
    await expect(page.locator('[data-cover="looked for"]')).toHaveCount(0, { timeout: COVERS_MILLISECONDS });
    await save(page, `${view.toLowerCase()}-${theme}`);
  }
  await page.getByRole('tab', { name: 'Tracks' }).click();
  await page.getByRole('button', { name: 'Settings' }).click();
  await save(page, `settings-${theme}`);
  await page.keyboard.press('Escape');
  await labelSome(page, theme);
  await inspectSong(page);
  await save(page, `inspector-${theme}`);
  await page
    .getByRole('complementary', { name: 'Model predictions' })
    .getByRole('button', { name: /^Genre profile of/ })
    .first()
    .click();
  await page.getByRole('dialog').getByText('Most typical').waitFor();
  await save(page, `genre-profile-${theme}`);
  await page.keyboard.press('Escape');
  await resize(app, 720, 560);
  await save(page, `inspector-small-${theme}`);
  await page.getByRole('button', { name: 'Close the inspector' }).click();
  await save(page, `small-${theme}`);
  await resize(app, 1600, 1000);
  await save(page, `large-${theme}`);
  await inspectSong(page);
  await save(page, `inspector-large-${theme}`);
  await app.electron.close();
}

/** Labels tracks. */
async function labelSome(page: Page, theme: string): Promise<void> {
  const labelled = page.getByRole('region', { name: 'Labels' }).getByRole('status');
  await page.getByRole('grid', { name: 'Tracks' }).focus();
  await page.keyboard.press('Home');
  for (const [place, genre] of LABELS.entries()) {
    await page.keyboard.press('l');
    await page.getByRole('combobox', { name: 'Genre for the selected tracks' }).fill(genre);
    await page.keyboard.press('Enter');
    for (let track = 1; track < 6; track++) await page.keyboard.press(String(1 + place));
  }
  await labelled.getByText(/^\d+ tracks labelled$/).waitFor();
  await save(page, `labels-${theme}`);
  await page.getByRole('button', { name: 'Label', exact: true, pressed: true }).click();
}

/** Looks into the song that can be heard, down to the saliency for its first genre. */
async function inspectSong(page: Page): Promise<void> {
  await page.getByRole('searchbox').fill('00003');
  const rows = page.getByRole('row', { name: /\d%/ });
  await rows.nth(1).waitFor({ state: 'detached' });
  // In a wide window the middle of a row is a genre's name, which opens a dialog.
  await rows.first().getByRole('gridcell').first().dblclick();
  const hears = page.getByRole('complementary', { name: 'Model predictions' });
  await page
    .getByRole('slider', { name: 'Genres along the track' })
    .and(page.locator('[aria-valuetext*="%"]'))
    .waitFor();
  const genre = hears.getByRole('list', { name: 'Whole track' }).getByRole('button').first();
  if ((await genre.getAttribute('aria-pressed')) === 'false') await genre.click();
  await page.getByRole('searchbox').fill('');
  await page.getByRole('application', { name: 'Spectrogram' }).focus();
  await page.getByRole('application', { name: 'Spectrogram' }).hover({ position: { x: 260, y: 90 } });
  await untilStill(page);
}

/** Waits until the saliency of all segments is drawn: until the window looks the same for a while. */
async function untilStill(page: Page): Promise<void> {
  let before: Buffer = Buffer.alloc(0);
  for (let look = 0; look < MOST_LOOKS; look++) {
    await page.waitForTimeout(2_500);
    const now = await page.screenshot();
    if (now.equals(before)) return;
    before = now;
  }
  throw new Error('The inspector goes on changing.');
}

provideElectron();
await mkdir(OUT, { recursive: true });
for (const count of [0, Number(process.argv[2] ?? 300)]) {
  const folder = await mkdtemp(join(tmpdir(), 'genrescope-screenshots-'));
  const place: Place = { home: join(folder, 'home'), music: join(folder, 'Record Collection') };
  await mkdir(place.music);
  try {
    if (count > 0) await fillLibrary(place, count);
    for (const theme of ['light', 'dark'] as const) await capture(place, theme, count);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
