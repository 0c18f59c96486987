import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, runCommand, test } from '../app.ts';
import type { RunningApp } from '../app.ts';

const notices = ({ page }: RunningApp) => page.getByRole('region', { name: 'Notices' });

/** Whether the menu can show crash reports. */
const canShowReports = ({ electron }: RunningApp) =>
  electron.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('crash-reports')?.enabled);

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
    await second.electron.evaluate(({ shell }) => {
      shell.openPath = (path) => Promise.resolve(void Object.assign(globalThis, { openedPath: path })).then(() => '');
    });
    await second.page.getByRole('button', { name: 'Show Crash Reports' }).press('Enter');
    const opened = () => second.electron.evaluate(() => Reflect.get(globalThis, 'openedPath'));
    await expect.poll(opened).toBe(join(place.home, 'crashes'));
    const reports = (await readdir(join(place.home, 'crashes'), { recursive: true })).filter((name) =>
      /\.dmp$/.test(name),
    );
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
