import { createHash } from 'node:crypto';
import { appendFile, chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { answerFolderDialog, clickMenu, expect, reviewEverything, runCommand, scanFinished, test } from '../app.ts';
import type { RunningApp } from '../app.ts';
import { makeTrack } from '../make-music.ts';
import { takeSnapshot } from '../../src-main/testing/take-snapshot.ts';
import { createTestDecoder } from '../../src-main/testing/test-decoder.ts';

const sha256 = async (path: string) =>
  createHash('sha256')
    .update(await readFile(path))
    .digest('hex');

/** One track and copies of it, so many that a scan takes a while. */
async function makeCopies(music: string, count: number): Promise<void> {
  await mkdir(join(music, 'many'));
  const track = await readFile(await makeTrack(music, 'one', 'wav', { seconds: 20 }));
  for (let index = 0; index < count; index++) await writeFile(join(music, 'many', `copy ${index}.wav`), track);
}

async function openMusic(app: RunningApp, folder: string): Promise<void> {
  await answerFolderDialog(app, folder);
  await app.page.getByRole('button', { name: 'Open Music Folder…' }).first().click();
  await expect(app.page.getByRole('grid', { name: 'Tracks' })).toBeVisible();
}

test('open a folder, review, write, verify, undo: the bytes are the same again', async ({ place, startApp }) => {
  const [mp3, flac] = [
    await makeTrack(place.music, 'first', 'mp3-id3v23'),
    await makeTrack(place.music, 'second', 'flac'),
  ];
  const before = [await sha256(mp3), await sha256(flac)];
  const app = await startApp();
  const { page } = app;
  await openMusic(app, place.music);
  await scanFinished(app);
  await expect(page.getByRole('row', { name: /Title of first/ })).toContainText('%');
  await expect(page.getByRole('row', { name: /Title of second/ })).toContainText('%');

  await page.getByRole('row', { name: /Title of first/ }).click();
  const details = page.getByRole('region', { name: 'Track details' });
  await expect(details).toContainText('musicnn');
  await expect(details.getByRole('heading', { name: 'Styles' })).toBeVisible();
  await expect(details.getByRole('heading', { name: 'Descriptors' })).toBeVisible();
  await expect(details).toContainText('cpu', { ignoreCase: true });

  await clickMenu(app, 'review-all');
  const review = page.getByRole('dialog', { name: 'Review changes' });
  await expect(review).toBeVisible();
  await review
    .getByLabel(/minimum confidence/i)
    .first()
    .fill('0');
  await review.getByRole('button', { name: 'Apply to 2 files' }).click();
  await expect(review).toContainText('2 files', { timeout: 60_000 });
  await expect(review.getByRole('button', { name: /^Undo/ })).toBeVisible({ timeout: 60_000 });
  const decoder = createTestDecoder();
  for (const [index, path] of [mp3, flac].entries()) {
    expect(await sha256(path)).not.toBe(before[index]);
    expect((await takeSnapshot(path, decoder)).genres).toHaveLength(1);
  }
  await page.keyboard.press('Escape');

  await clickMenu(app, 'undo');
  await page.getByRole('button', { name: /^Restore 2 files/ }).click();
  await expect.poll(async () => [await sha256(mp3), await sha256(flac)], { timeout: 30_000 }).toEqual(before);
});

test('damaged files become rows with a reason, and the scan goes on', async ({ place, startApp }) => {
  await makeTrack(place.music, 'good', 'ogg');
  await writeFile(join(place.music, 'empty.mp3'), '');
  await writeFile(join(place.music, 'text.flac'), 'not music');
  const app = await startApp(place.music);
  await expect(app.page.getByRole('row', { name: /empty\.mp3/ })).toContainText('The file is empty');
  await expect(app.page.getByRole('row', { name: /text\.flac/ })).toContainText('The audio is damaged');
  await scanFinished(app);
  await expect(app.page.getByRole('row', { name: /Title of good/ })).toContainText('%');
});

test('cancel keeps what is done, and resume does the rest; nothing is analysed twice', async ({ place, startApp }) => {
  await makeCopies(place.music, 120);
  const app = await startApp(place.music);
  const { page } = app;
  await page.getByRole('button', { name: 'Cancel scan' }).click();
  await expect(page.getByRole('button', { name: 'Resume scan' })).toBeVisible({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Resume scan' }).click();
  await scanFinished(app);
  await expect(page.getByRole('button', { name: 'Resume scan' })).toHaveCount(0);
  await clickMenu(app, 'rescan');
  await scanFinished(app);
  const log = await readFile(join(place.home, 'logs', 'genrescope.log'), 'utf8').catch(() => '');
  expect(log).not.toContain('unexpected');
});

test('a crash of the analysis costs one file at most', async ({ place, startApp }) => {
  for (let index = 0; index < 12; index++) await makeTrack(place.music, `track ${index}`, 'wav', { seconds: 25 });
  const app = await startApp(place.music);
  await expect(app.page.getByRole('progressbar', { name: 'Scan progress' })).toBeVisible();
  await app.electron.evaluate(({ app: electron }) => {
    const analysis = electron.getAppMetrics().find(({ name }) => name === 'Genrescope analysis');
    if (analysis) process.kill(analysis.pid, 'SIGKILL');
  });
  await scanFinished(app);
  await expect(app.page.getByRole('row', { name: /track|Title of/ }).filter({ hasText: '%' })).toHaveCount(12, {
    timeout: 60_000,
  });
});

test('quitting while a scan runs is quiet, and a fault is told without holding up the app', async ({
  place,
  startApp,
}) => {
  await makeCopies(place.music, 120);
  const { page, electron } = await startApp(place.music);
  for (let time = 0; time < 2; time++) {
    await electron.evaluate(() => {
      setTimeout(() => {
        throw new Error('on purpose');
      });
    });
  }
  await expect(page.getByText('An unexpected error occurred')).toHaveCount(1);
  await expect(page.getByRole('progressbar', { name: 'Scan progress' })).toBeVisible();
  // The window is gone for a while before the app is: the scan still has progress to tell.
  await electron.evaluate(async ({ app, BrowserWindow }) => {
    app.removeAllListeners('window-all-closed');
    app.on('window-all-closed', () => undefined);
    BrowserWindow.getAllWindows()[0]?.close();
    await new Promise((resolve) => setTimeout(resolve, 1_500));
  });
  await electron.close();
  const log = await readFile(join(place.home, 'logs', 'genrescope.log'), 'utf8');
  expect(log.match(/fault: .*/g)).toEqual(Array(2).fill('fault: Error: on purpose'));
});

test('a file that was changed since is left alone by undo; a read-only one by apply', async ({ place, startApp }) => {
  const [changed, locked] = [
    await makeTrack(place.music, 'changed', 'flac'),
    await makeTrack(place.music, 'locked', 'flac'),
  ];
  await chmod(locked, 0o444);
  const app = await startApp(place.music);
  await scanFinished(app);
  const review = await reviewEverything(app);
  await review.getByRole('button', { name: 'Apply to 2 files' }).click();
  await expect(review).toContainText('read-only', { timeout: 60_000 });
  await appendFile(changed, 'x');
  const now = await sha256(changed);
  await app.page.keyboard.press('Escape');
  await clickMenu(app, 'show-history');
  const history = app.page.getByRole('dialog', { name: 'History' });
  await history.getByRole('button', { name: /^Undo/ }).click();
  await app.page.getByRole('button', { name: /^Restore 1 file/ }).click();
  await expect(app.page.getByRole('dialog', { name: 'History' })).toContainText('changed in the meantime', {
    timeout: 30_000,
  });
  expect(await sha256(changed)).toBe(now);
});

test('what a killed app left is put in order by the next start, which says so', async ({ place, startApp }) => {
  const path = await makeTrack(place.music, 'one', 'flac');
  expect((await runCommand(place, 'tag', place.music, '--write', '--min-confidence', '0')).status).toBe(0);
  const [batch] = (await runCommand(place, 'undo', '--list')).stdout.split(/\s+/);
  const journal = join(place.home, 'journal', batch ?? '', 'journal.jsonl');
  await writeFile(journal, (await readFile(journal, 'utf8')).replace(/\{"kind":"written".*\n/, ''));
  const left = join(place.music, `.${basename(path)}.left.genrescope`);
  await writeFile(left, 'half');
  const app = await startApp(place.music);
  await expect(app.page.getByText('The last run ended while tags were being written')).toBeVisible();
  await rm(left);
});

test('by keyboard alone: find, select, details, shortcuts, settings', async ({ place, startApp }) => {
  await makeTrack(place.music, 'alpha', 'flac');
  await makeTrack(place.music, 'beta', 'flac');
  const app = await startApp(place.music);
  const { page } = app;
  await scanFinished(app);
  await page.keyboard.press('ControlOrMeta+f');
  await expect(page.getByRole('searchbox', { name: 'Search tracks' })).toBeFocused();
  await page.keyboard.type('beta');
  await expect(page.getByRole('row', { name: /Title of alpha/ })).toHaveCount(0);
  await expect(page.getByRole('row', { name: /Title of beta/ })).toHaveCount(1);
  await page.getByRole('searchbox', { name: 'Search tracks' }).fill('');
  await expect(page.getByRole('row', { name: /Title of alpha/ })).toHaveCount(1);
  const grid = page.getByRole('grid', { name: 'Tracks' });
  await grid.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(page.getByRole('row', { selected: true })).toHaveCount(2);
  await clickMenu(app, 'show-shortcuts');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await page.keyboard.press('Escape');
  await clickMenu(app, 'show-doctor');
  await expect(page.getByRole('dialog', { name: 'System check' })).toContainText('FFmpeg');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('a click gives the keys to the table; search and details hand them back', async ({ place, startApp }) => {
  for (const name of ['alpha', 'beta', 'gamma']) await makeTrack(place.music, name, 'flac');
  const app = await startApp(place.music);
  const { page } = app;
  await scanFinished(app);
  const selected = (name: RegExp) => expect(page.getByRole('row', { name, selected: true })).toHaveCount(1);
  await page.getByRole('row', { name: /Title of alpha/ }).click();
  await page.keyboard.press('ArrowDown');
  await selected(/Title of beta/);
  await page.keyboard.press('ControlOrMeta+f');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('End');
  await selected(/Title of gamma/);
  await page.getByRole('button', { name: 'Close details' }).click();
  await page.keyboard.press('Home');
  await selected(/Title of alpha/);
  await clickMenu(app, 'analyse-again');
  await scanFinished(app);
});

test('Enter never writes, and a file that was left out stays out', async ({ place, startApp }) => {
  const paths = [await makeTrack(place.music, 'one', 'flac'), await makeTrack(place.music, 'two', 'flac')];
  const before = await Promise.all(paths.map(sha256));
  const app = await startApp(place.music);
  const { page } = app;
  await scanFinished(app);
  const review = await reviewEverything(app);
  await expect(review.getByRole('button', { name: 'Apply to 2 files' })).toBeEnabled();
  await review
    .getByLabel(/minimum confidence/i)
    .first()
    .press('Enter');
  await page.keyboard.press('ControlOrMeta+Enter');
  await review.getByRole('checkbox', { name: /one/ }).first().uncheck();
  await expect(review.getByRole('button', { name: 'Apply to 1 file' })).toBeEnabled();
  await review
    .getByLabel(/minimum confidence/i)
    .first()
    .fill('0.01');
  await page.waitForTimeout(500);
  await expect(review.getByRole('button', { name: 'Apply to 1 file' })).toBeEnabled();
  expect(await Promise.all(paths.map(sha256))).toEqual(before);
});

test('with the built-in decoder alone, music is analysed, tagged and restored', async ({ place, startApp }) => {
  const path = await makeTrack(place.music, 'one', 'mp3-id3v24');
  const before = await sha256(path);
  process.env['GENRESCOPE_FFMPEG'] = 'wasm';
  try {
    const app = await startApp(place.music);
    await scanFinished(app);
    await expect(app.page.getByRole('row', { name: /Title of one/ })).toContainText('%');
    await app.electron.close();
    expect((await runCommand(place, 'tag', place.music, '--write', '--min-confidence', '0')).status).toBe(0);
    expect(await sha256(path)).not.toBe(before);
    expect((await runCommand(place, 'undo')).status).toBe(0);
    expect(await sha256(path)).toBe(before);
  } finally {
    delete process.env['GENRESCOPE_FFMPEG'];
  }
});
