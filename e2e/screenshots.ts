import { DEFAULT_MODEL } from '../src-main/contract/settings.ts';
import { statSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { DEFAULT_SETTINGS } from '../src-main/contract/settings.ts';
import { writeSettings } from '../src-main/library/settings-store.ts';
import { ScanStore } from '../src-main/library/scan-store.ts';
import { openDatabase } from '../src-main/library/database.ts';
import { TrackStore } from '../src-main/library/track-store.ts';
import { appPaths } from '../src-main/library/app-paths.ts';
import { readSpecHash } from '../src-main/pipeline/model/recogniser.ts';
import { encodeWav } from '../src-main/testing/synthesize.ts';
import { clickMenu, launchApp, scanFinished } from './app.ts';
import type { Place, RunningApp } from './app.ts';
import { provideElectron } from './electron-path.ts';
import { makeTrack } from './make-music.ts';
import { composeSong } from './make-song.ts';

/**
 * `npm run screenshots`: starts the real app on generated music in both themes and saves its screenshots to
 * resources/screenshots. Runs on any display; without one, by `xvfb-run -a`.
 */
const OUT = resolve(import.meta.dirname, '..', 'resources', 'screenshots');
const SONG_SECONDS = 150;
const GENRES = [
  'blues',
  'classical',
  'country',
  'disco',
  'electronic',
  'hiphop',
  'jazz',
  'metal',
  'pop',
  'reggae',
  'rock',
];
const WORDS = [
  'Night',
  'River',
  'Glass',
  'Paper',
  'Slow',
  'Blue',
  'Signal',
  'Harbour',
  'Copper',
  'Window',
  'Salt',
  'Motor',
  'Winter',
  'Tide',
  'Velvet',
  'Static',
];
const ARTISTS = [
  'The Tin Lanterns',
  'Mara Quist',
  'Low Meridian',
  'Otto & the Engines',
  'Pale Harbour',
  'Juno Faye',
  'Brass Theory',
  'Night Ferry',
];

/** A number in [0, 1) that only depends on its arguments. */
function pseudo(index: number, salt: number): number {
  const value = Math.sin(index * 127.1 + salt * 311.7) * 43_758.5453;
  return value - Math.floor(value);
}

/** A library of made-up tracks, as if it had been scanned; one real file lies in the folder. */
async function fillLibrary(place: Place, count: number): Promise<void> {
  const database = openDatabase(appPaths({ GENRESCOPE_HOME: place.home }).database);
  const tracks = new TrackStore(database);
  const template = await makeTrack(place.music, 'template', 'mp3-id3v24', { seconds: 2 });
  const files: string[] = [];
  for (let index = 0; index < count; index++) {
    const path = join(place.music, `${String(index).padStart(5, '0')}.mp3`);
    await copyFile(template, path);
    files.push(path);
  }
  // The one that is looked into.
  await writeFile(join(place.music, '00003.mp3'), encodeWav([composeSong(SONG_SECONDS)], 22_050));
  await rm(template);
  await new ScanStore(database).reconcile(
    place.music,
    files.map((path) => ({
      path,
      size: statSync(path).size,
      modifiedMilliseconds: Math.floor(statSync(path).mtimeMs),
    })),
    [],
  );
  const specHash = await readSpecHash(DEFAULT_MODEL, [resolve(import.meta.dirname, '..', 'resources', 'models')]);
  tracks.transaction(() => files.forEach((path, index) => saveMadeUp(tracks, path, index, specHash)));
  database.close();
}

function saveMadeUp(tracks: TrackStore, path: string, index: number, specHash: string): void {
  const word = (salt: number) => WORDS[Math.floor(pseudo(index, salt) * WORDS.length)] ?? '';
  const metadata = {
    title: `${word(1)} ${word(2)}`,
    artist: ARTISTS[Math.floor(pseudo(index, 3) * ARTISTS.length)] ?? '',
    album: `${word(4)} Sessions`,
    genres:
      pseudo(index, 5) < 0.3
        ? []
        : [['Rock', 'Electronic', 'Jazz', 'Pop', 'Hip-Hop'][Math.floor(pseudo(index, 6) * 5)] ?? ''],
    durationSeconds: 120 + Math.floor(pseudo(index, 7) * 300),
  };
  if (index % 37 === 20) return tracks.saveFailure(path, metadata, { code: 'file-corrupt', message: 'Header missing' });
  const best = Math.floor(pseudo(index, 8) * GENRES.length);
  const sharesAt = (seed: number) => {
    const raw = GENRES.map(
      (_, genre) => pseudo(index + seed, 9 + genre) ** 2 * 0.4 + (genre === best ? 0.6 + pseudo(index, 40) * 2.5 : 0),
    );
    const total = raw.reduce((a, b) => a + b, 0);
    return raw.map((value) => value / total);
  };
  const probabilities = sharesAt(0);
  const timeline = Array.from({ length: 5 }, (_, patch) => ({
    startSeconds: 60 + patch * 5,
    endSeconds: 70 + patch * 5,
    probabilities: sharesAt(patch * 1000 + 1),
  }));
  tracks.saveAnalysis(path, metadata, {
    model: DEFAULT_MODEL,
    specHash,
    window: '30s',
    provider: 'cpu',
    genres: GENRES,
    probabilities,
    timeline,
    analysedSeconds: 30,
    heardChannel: 'mix',
    genre: GENRES[best] ?? '',
    confidence: probabilities[best] ?? 0,
    embeddingSizes: [16],
    embedding: Float32Array.from({ length: 16 }, (_, place) => pseudo(index, 60 + place) + (place === best ? 2 : 0)),
    styles: [],
    styleScores: new Float32Array(0),
    meanSpectrum: Float32Array.from({ length: 256 }, (_, place) =>
      place < 128 ? 14 - place / 5 + 4 * Math.sin(place / 6 + best) : 2 + 3 * pseudo(best, place),
    ),
    disagreement: 0.02 + pseudo(index, 50) * 0.2,
    members: ['mel-cnn', 'mel-gru', 'mel-statistics'].map((model, member) => ({
      model,
      genre: GENRES[best] ?? '',
      confidence: (probabilities[best] ?? 0) + (member - 1) * 0.1 * pseudo(index, 51),
    })),
  });
}

async function resize({ electron, page }: RunningApp, width: number, height: number): Promise<void> {
  await electron.evaluate(
    ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height),
    { width, height },
  );
  await page.waitForFunction((wanted) => Math.abs(window.innerWidth - wanted) < 4, width);
}

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
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  }
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

/** Labels tracks, and learns from them. */
async function labelSome(page: Page, theme: string): Promise<void> {
  const labelled = page.getByRole('region', { name: 'Labels' }).getByRole('status');
  await page.getByRole('grid', { name: 'Tracks' }).focus();
  await page.keyboard.press('Home');
  for (const genre of ['Dub Techno', 'Northern Soul', 'Ethio-Jazz']) {
    await page.keyboard.press('l');
    await page.getByRole('combobox', { name: 'Genre for the selected tracks' }).fill(genre);
    await page.keyboard.press('Enter');
    for (let track = 1; track < 6; track++)
      await page.keyboard.press(String(1 + ['Dub Techno', 'Northern Soul', 'Ethio-Jazz'].indexOf(genre)));
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
  await rows.first().dblclick();
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
  await page.waitForTimeout(6_000);
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
