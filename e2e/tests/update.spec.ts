import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { cutAfter, sendFile, sendStatus, stallAfter } from '../../src-main/testing/file-server.ts';
import { clickMenu, expect, runCommand, test } from '../app.ts';
import { installOneFile, UpdateServer } from '../update-server.ts';

const MEGABYTE = 1_000_000;
let server: UpdateServer;

test.beforeEach(async () => {
  server = await UpdateServer.start();
});
test.afterEach(() => server.close());

const barOf = (page: Page) => page.getByRole('region', { name: 'Updates' });
const dialogOf = (page: Page) => page.getByRole('dialog', { name: 'Updates' });

/** A program of the shell that says where it was run, and is as large as a test needs. */
function program(marker: string): Buffer {
  return Buffer.concat([Buffer.from(`#!/bin/sh\necho run >> '${marker}'\nexit 0\n`), randomBytes(3 * MEGABYTE)]);
}

/** What electron-updater has downloaded. */
async function downloaded(environment: Readonly<Record<string, string>>): Promise<string[]> {
  return readdir(join(environment['XDG_CACHE_HOME'] ?? '', 'genrescope-updater', 'pending')).catch(() => []);
}

test('asks first; a version is offered, fails in every way, is downloaded, and installed on quit', async ({
  place,
  startApp,
}) => {
  const { file, environment } = await installOneFile(place, server);
  const bytes = program(join(place.home, 'ran'));
  server.offer({ version: '0.2.0', bytes });
  const app = await startApp(undefined, environment);
  const { page } = app;
  const question = barOf(page).getByRole('group', { name: 'Look for updates once a day?' });
  await expect(question).toContainText('127.0.0.1');
  expect(server.asked).toEqual([]);
  await question.getByRole('button', { name: 'Yes' }).focus();
  await page.keyboard.press('Enter');
  await expect(question).toBeHidden();
  const offer = barOf(page).getByRole('group', { name: 'Genrescope 0.2.0 is available.' });
  await expect(offer).toBeVisible();
  expect(server.asked).toEqual(['/latest-linux.yml']);
  const { 'accept-language': languages, 'user-agent': agent, ...headers } = server.headers[0] ?? {};
  expect({ languages, agent }).toEqual({ languages: '*', agent: 'electron-builder' });
  expect(Object.keys(headers).filter((name) => /staging|cookie|referer|authorization|origin/.test(name))).toEqual([]);

  await offer.getByRole('button', { name: 'Show…' }).click();
  const dialog = dialogOf(page);
  await expect(dialog).toContainText('The download has 3.0 MB.');
  await expect(dialog.getByLabel('Release notes')).toHaveText('Added\n\n- <b>Bold</b> claims, as text.');
  const download = dialog.getByRole('button', { name: 'Download', exact: true });

  server.file = sendFile(randomBytes(bytes.length));
  await download.click();
  await expect(dialog).toContainText('The downloaded update is not the expected file');
  server.file = cutAfter(MEGABYTE, bytes);
  await download.click();
  await expect(dialog).toContainText('The connection ended before the update was complete');
  server.file = sendStatus(404);
  await download.click();
  await expect(dialog).toContainText('The update server gave no usable answer');
  const elsewhere = await UpdateServer.start();
  server.file = sendStatus(302, `${elsewhere.address}x.AppImage`);
  await download.click();
  await expect
    .poll(async () => readFile(join(place.home, 'logs', 'genrescope.log'), 'utf8'))
    .toContain('update: refused');
  await expect(dialog).toContainText('The update server gave no usable answer');
  expect(elsewhere.asked).toEqual([]);
  await elsewhere.close();
  server.file = stallAfter(2 * MEGABYTE, bytes);
  await download.click();
  await expect(dialog.getByRole('progressbar', { name: 'Download progress' })).toBeVisible();
  await dialog.getByRole('button', { name: 'Cancel Download' }).click();
  await expect(download).toBeVisible();
  await expect.poll(() => downloaded(environment)).toEqual([]);
  expect(await readFile(file, 'utf8')).toBe('the old version');

  server.file = sendFile(bytes);
  await download.click();
  await expect(dialog.getByRole('status').first()).toContainText('It is installed when you quit.');
  expect(await readFile(file, 'utf8')).toBe('the old version');
  await app.electron.close();
  expect(Buffer.compare(await readFile(file), bytes)).toBe(0);
  expect((await stat(file)).mode & 0o777).toBe(0o711);
  expect(existsSync(join(place.home, 'ran'))).toBe(false);
});

test('restarts into the new version; the declined one and an older one are not offered', async ({
  place,
  startApp,
}) => {
  const { file, environment } = await installOneFile(place, server);
  expect((await runCommand(place, 'settings', 'updates', 'never')).status).toBe(0);
  server.offer({ version: '0.0.9', bytes: randomBytes(100) });
  const first = await startApp(undefined, environment);
  const dialog = dialogOf(first.page);
  await clickMenu(first, 'check-updates');
  await expect(dialog).toContainText('This is the newest version.');
  server.offer({ version: '0.2.0', bytes: randomBytes(100), stagingPercentage: 0 });
  await dialog.getByRole('button', { name: 'Check Now' }).click();
  await expect.poll(() => server.asked.length).toBe(2);
  await expect(dialog).toContainText('This is the newest version.');
  server.offer({ version: '0.2.0', bytes: randomBytes(100) });
  await dialog.getByRole('button', { name: 'Check Now' }).click();
  await dialog.getByRole('button', { name: 'Not This Version' }).click();
  await expect(dialog).toContainText('You declined this version.');
  await first.page.keyboard.press('Escape');
  await expect(barOf(first.page)).toBeHidden();
  await first.electron.close();
  expect(await readFile(file, 'utf8')).toBe('the old version');

  expect((await runCommand(place, 'settings', 'updates', 'daily')).status).toBe(0);
  await writeFile(join(place.home, 'updates.json'), '{"declined":"0.2.0","seen":"0.0.9","installing":"0.0.10"}');
  const ran = join(place.home, 'ran');
  const second = await startApp(undefined, environment);
  const { page } = second;
  await expect(page.getByRole('region', { name: 'Notices' })).toContainText('The update was not installed');
  await page.getByRole('button', { name: 'What’s New…' }).click();
  const news = page.getByRole('dialog', { name: 'What’s new' });
  await expect(news.getByRole('listitem').first()).toBeVisible();
  await news.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByRole('button', { name: 'What’s New…' })).toBeHidden();
  // The daily look found the declined version, and says nothing of it.
  await expect.poll(() => server.asked.length, { timeout: 20_000 }).toBe(4);
  await expect(barOf(page)).toBeHidden();

  server.offer({ version: '0.3.0', bytes: program(ran) });
  await clickMenu(second, 'check-updates');
  await dialogOf(page).getByRole('button', { name: 'Download', exact: true }).click();
  await dialogOf(page).getByRole('button', { name: 'Restart Now' }).click();
  await expect.poll(() => existsSync(ran), { timeout: 20_000 }).toBe(true);
  expect((await readFile(file)).subarray(0, 9).toString()).toBe('#!/bin/sh');
});

test('an unpacked copy only tells, a package is handed over, and a copy without a server says so', async ({
  place,
  startApp,
}) => {
  const { environment } = await installOneFile(place, server);
  // Another AppImage's variables, as its terminal hands them on.
  const other = { ...environment, APPDIR: place.home };
  server.offer({ version: '0.2.0', bytes: randomBytes(100) });
  const app = await startApp(undefined, other);
  await clickMenu(app, 'check-updates');
  const dialog = dialogOf(app.page);
  await expect(dialog).toContainText(`Get the new version from ${server.address}`);
  await expect(dialog.getByRole('button', { name: 'Copy Address' })).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Download', exact: true })).toBeHidden();
  await app.electron.close();

  await writeFile(join(place.home, '..', 'installed', 'package-type'), 'deb');
  server.offer({ version: '0.2.0', bytes: randomBytes(100), extension: 'deb' });
  const packaged = await startApp(undefined, other);
  await packaged.electron.evaluate(({ shell }) => {
    shell.showItemInFolder = (path) => void Object.assign(globalThis, { shownPath: path });
  });
  await clickMenu(packaged, 'check-updates');
  const handed = dialogOf(packaged.page);
  await handed.getByRole('button', { name: 'Download', exact: true }).click();
  await expect(handed).toContainText('Installing it needs an administrator.');
  await expect(handed).toContainText(/sudo apt install \S+\/Genrescope-0\.2\.0\.deb/);
  await expect(handed.getByRole('button', { name: 'Restart Now' })).toBeHidden();
  await handed.getByRole('button', { name: 'Show in Folder' }).click();
  await expect
    .poll(() => packaged.electron.evaluate(() => (globalThis as { shownPath?: string }).shownPath))
    .toMatch(/pending\/Genrescope-0\.2\.0\.deb$/);
  await packaged.electron.close();
  expect(await readFile(join(place.home, 'logs', 'genrescope.log'), 'utf8')).not.toContain('Executing');

  const alone = await startApp();
  await clickMenu(alone, 'check-updates');
  await expect(dialogOf(alone.page)).toContainText('This copy of the app is not updated by itself');
  await expect(barOf(alone.page)).toBeHidden();
  expect(server.asked).toEqual(['/latest-linux.yml', '/latest-linux.yml', '/Genrescope-0.2.0.deb']);
});
