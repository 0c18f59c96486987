import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, runCommand, scanFinished, test } from '../app.ts';
import type { Place, RunningApp } from '../app.ts';
import { makeTrack } from '../make-music.ts';

const notices = ({ page }: RunningApp) => page.getByRole('region', { name: 'Notices' });

/** Whether the menu can show crash reports. */
const canShowReports = ({ electron }: RunningApp) =>
  electron.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('crash-reports')?.enabled);

/** Names of the kept reports. */
const reportsIn = async ({ home }: Place) =>
  (await readdir(join(home, 'crashes'), { recursive: true })).filter((name) => name.endsWith('.dmp'));

/** Presses the notice's button. @returns the folder that the system is to open */
async function showReports({ electron, page }: RunningApp): Promise<unknown> {
  await electron.evaluate(({ shell }) => {
    shell.openPath = (path) => Promise.resolve(void Object.assign(globalThis, { openedPath: path })).then(() => '');
  });
  await page.getByRole('button', { name: 'Show Crash Reports' }).press('Enter');
  const opened = () => electron.evaluate(() => Reflect.get(globalThis, 'openedPath'));
  await expect.poll(opened).toBeDefined();
  return opened();
}

test('a crash of the analysis is told, its report is kept, and the scan goes on', async ({ place, startApp }) => {
  for (let index = 0; index < 6; index++) await makeTrack(place.music, `track ${index}`, 'wav', { seconds: 25 });
  const app = await startApp(place.music);
  expect(await reportsIn(place)).toEqual([]);
  // The bar is there before the process runs; it tells how far the scan is once the process has answered.
  await expect(app.page.getByRole('progressbar', { name: 'Scan progress' })).toHaveAttribute('aria-valuenow');
  await app.electron.evaluate(({ app: electron }) => {
    const analysis = electron.getAppMetrics().find(({ name }) => name === 'Genrescope analysis');
    if (!analysis) throw new Error('Nothing is analysed.');
    process.kill(analysis.pid, 'SIGSEGV');
  });
  await expect(notices(app)).toContainText('A process of the app crashed: Genrescope analysis');
  await expect(notices(app)).toContainText('The app runs on.');
  await scanFinished(app);
  const analysed = app.page.getByRole('row', { name: /track|Title of/ }).filter({ hasText: '%' });
  await expect(analysed).toHaveCount(6, { timeout: 60_000 });
  expect(await reportsIn(place)).toHaveLength(1);
  expect(await canShowReports(app)).toBe(true);
  expect(await showReports(app)).toBe(join(place.home, 'crashes'));
  expect((await runCommand(place, 'doctor')).stdout).toContain('! Crash reports: 1 (');
});

test('crashes are told once, and their reports stay in the data folder', async ({ place, startApp }) => {
  const first = await startApp();
  await expect(notices(first)).toBeHidden();
  expect(await canShowReports(first)).toBe(false);

  await test.step('a window that crashes is loaded again', async () => {
    const isLoaded = first.electron.evaluate(async ({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      const loaded = new Promise((resolve) => contents?.once('did-finish-load', () => resolve(null)));
      contents?.forcefullyCrashRenderer();
      await loaded;
      return true;
    });
    expect(await isLoaded).toBe(true);
    const text = () =>
      first.electron.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript('document.body.innerText'),
      );
    await expect.poll(text).toContain('The window crashed and was loaded again');
  });

  await test.step('a crash of the whole app is told by the next start', async () => {
    const ended = once(first.electron.process(), 'exit');
    await first.electron.evaluate(() => setTimeout(() => process.crash(), 100));
    await ended;
    const second = await startApp();
    await expect(notices(second)).toContainText('The app did not end properly last time');
    expect(await canShowReports(second)).toBe(true);
    expect(await showReports(second)).toBe(join(place.home, 'crashes'));
    const reports = await reportsIn(place);
    expect(reports.length).toBeGreaterThan(0);
    expect((await runCommand(place, 'doctor')).stdout).toContain(`! Crash reports: ${reports.length} (`);
    await second.electron.close();
  });

  await test.step('and not told again', async () => {
    const third = await startApp();
    await expect(third.page.getByRole('contentinfo')).toBeVisible();
    await expect(notices(third)).toBeHidden();
  });
});
