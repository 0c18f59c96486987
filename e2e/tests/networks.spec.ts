import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { readdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { efficientatState } from '../../training/testing/efficientat-state.ts';
import { writePytorchState } from '../../training/testing/pytorch-file.ts';
import { cutAfter, FileServer, sendFile, sendStatus, stallAfter } from '../../src-main/testing/file-server.ts';
import type { RunningApp } from '../app.ts';
import { answerFolderDialog, clickMenu, expect, jsonLines, runCommand, test } from '../app.ts';

/** Of AudioSet. */
const CLASSES = 527;
/** Weights of the network's shape, of random values. */
const BYTES = writePytorchState(efficientatState(CLASSES));
const HALF = 2_000_000;
const PATIENCE_MILLISECONDS = 1_500;

let server: FileServer;

test.beforeEach(async () => {
  server = await FileServer.start(sendFile(BYTES));
});
test.afterEach(() => server.close());

/** Turns downloads to the test's server, and pins its file. */
function environment(): Record<string, string> {
  const sha256 = createHash('sha256').update(BYTES).digest('hex');
  const pin = { bytes: BYTES.length, sha256, patienceMilliseconds: PATIENCE_MILLISECONDS };
  return { GENRESCOPE_DOWNLOAD_ORIGIN: server.origin, GENRESCOPE_DOWNLOAD_PIN: JSON.stringify(pin) };
}

/** Puts a proxy in place of the system's, for the app's downloads. @param proxy null for none */
async function setProxy({ electron }: RunningApp, proxy: string | null): Promise<void> {
  await electron.evaluate(async ({ session }, proxyRules) => {
    const config = proxyRules === null ? { mode: 'direct' as const } : { proxyRules, proxyBypassRules: '<-loopback>' };
    await session.fromPartition('downloads').setProxy(config);
  }, proxy);
}

const dialogOf = (page: Page) => page.getByRole('dialog', { name: 'Add a network' });

test('a download in the window: missing, wrong, cut, stalled, cancelled, resumed', async ({ place, startApp }) => {
  const app = await startApp(undefined, environment());
  const { page } = app;
  await clickMenu(app, 'add-network');
  const dialog = dialogOf(page);
  await expect(dialog).toContainText('EfficientAT mn04 (4.1 MB, MIT licence)');
  await expect(dialog.getByRole('definition').nth(1)).toHaveText(`127.0.0.1:${server.port}`);
  await dialog.getByText('Licence text').click();
  await expect(dialog.getByLabel('Licence text')).toContainText('Copyright (c) 2022 Florian Schmid');
  expect(server.ranges).toEqual([]);

  server.answer = sendStatus(404);
  await dialog.getByRole('button', { name: 'Download', exact: true }).click();
  await expect(dialog).toContainText('The file is no longer on the server');

  await setProxy(app, '127.0.0.1:1');
  await dialog.getByRole('button', { name: 'Try Again' }).click();
  await expect(dialog).toContainText('The proxy refused the connection');
  await setProxy(app, null);

  server.answer = sendFile(randomBytes(BYTES.length));
  await dialog.getByRole('button', { name: 'Try Again' }).click();
  await expect(dialog).toContainText('The downloaded file is not the expected one');
  expect(await readdir(join(place.home, 'downloads'))).toEqual([]);

  server.answer = cutAfter(HALF, BYTES);
  await dialog.getByRole('button', { name: 'Try Again' }).click();
  await expect(dialog).toContainText('The connection ended early');

  server.answer = stallAfter(10_000, BYTES);
  await dialog.getByRole('button', { name: 'Try Again' }).click();
  await expect(dialog.getByRole('progressbar', { name: 'Download progress' })).toBeVisible();
  await expect(dialog).toContainText('The download came to a standstill');

  server.answer = stallAfter(20_000, BYTES);
  await dialog.getByRole('button', { name: 'Try Again' }).click();
  await expect(dialog.getByRole('status').first()).toContainText(/^2\.\d of \d\.\d MB/);
  await dialog.getByRole('button', { name: 'Cancel Download' }).click();
  await expect(dialog).toContainText(/The download was interrupted after 2\.\d of \d\.\d MB/);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await app.electron.close();

  // What was downloaded is found again after a restart, and fetched from where the server sends us.
  server.answer = (request, response) =>
    (request.url === '/moved' ? sendFile(BYTES) : sendStatus(302, '/moved'))(request, response);
  const again = await startApp(undefined, environment());
  await clickMenu(again, 'add-network');
  const second = dialogOf(again.page);
  await expect(second).toContainText('The download was interrupted');
  const asked = server.ranges.length;
  await second.getByRole('button', { name: 'Resume' }).click();
  await expect(second).toContainText('“efficientat-mn04” was added to your models.');
  expect((await readdir(join(place.home, 'models', 'efficientat-mn04'))).sort()).toEqual(['card.json', 'model.onnx']);
  expect(await readdir(join(place.home, 'downloads'))).toEqual([]);
  expect(server.ranges.slice(asked)).toEqual(Array(2).fill(expect.stringMatching(/^bytes=[1-9]\d+-$/)));
});

test('a file of the user’s is added, or refused', async ({ place, startApp }) => {
  const app = await startApp();
  const path = join(place.music, 'notes.pt');
  await writeFile(path, 'no network');
  await answerFolderDialog(app, path);
  await clickMenu(app, 'add-network');
  const dialog = dialogOf(app.page);
  await expect(dialog).toContainText('github.com');
  await dialog.getByRole('button', { name: 'From a File…' }).click();
  await expect(dialog).toContainText('The file is no network that can be added');
  await expect(dialog).toContainText('notes.pt');
  expect(await readdir(place.home)).not.toContain('models');

  await writeFile(path, BYTES);
  await dialog.getByRole('button', { name: 'From a File…' }).click();
  await expect(dialog).toContainText('“efficientat-mn04” was added to your models.');
  expect(await readdir(join(place.home, 'models'))).toEqual(['efficientat-mn04']);
  await dialog.getByRole('button', { name: 'Done' }).click();
  await clickMenu(app, 'add-network');
  await expect(dialog).toContainText('This network is among your models.');
  expect(server.ranges).toEqual([]);
});

test('the network is offered once, where models are retrained', async ({ startApp }) => {
  const app = await startApp();
  await clickMenu(app, 'show-retrain');
  const retrain = app.page.getByRole('dialog', { name: 'Retrain the model' });
  const offer = retrain.getByRole('region', { name: 'Another network can be added.' });
  await offer.getByRole('button', { name: 'Do not offer this again' }).click();
  await expect(offer).toBeHidden();
  await app.electron.close();
  const again = await startApp();
  await clickMenu(again, 'show-retrain');
  await expect(again.page.getByRole('dialog', { name: 'Retrain the model' })).toContainText('0 tracks labelled');
  await expect(again.page.getByRole('region', { name: 'Another network can be added.' })).toBeHidden();
});

test('the command line asks first, resumes, and asks no other server', async ({ place }) => {
  const add = (...more: string[]) => runCommand({ ...place, environment: environment() }, 'models', 'add', ...more);
  const unasked = await add('efficientat-mn04');
  expect(unasked).toMatchObject({ status: 1, stdout: '' });
  expect(unasked.stderr).toContain('Copyright (c) 2022 Florian Schmid');
  expect(unasked.stderr).toContain('--yes');
  expect(server.ranges).toEqual([]);

  server.answer = sendFile(randomBytes(BYTES.length));
  const wrong = await add('efficientat-mn04', '--yes');
  expect(wrong).toMatchObject({ status: 1, stderr: expect.stringContaining('is not the expected one') });
  server.answer = cutAfter(HALF, BYTES);
  expect((await add('efficientat-mn04', '--yes')).stderr).toContain('The connection ended early');
  server.answer = sendFile(BYTES);
  const resumed = await add('efficientat-mn04', '--yes', '--json');
  expect(resumed.stderr).toContain(' MB are there already');
  expect(jsonLines(resumed)).toMatchObject([{ status: 'added', name: 'efficientat-mn04' }]);
  expect(server.ranges).toEqual(['', '', expect.stringMatching(/^bytes=[1-9]\d+-$/)]);
  expect((await add('efficientat-mn04', '--yes')).stderr).toContain('A model of this name already exists');
  expect(server.ranges).toHaveLength(3);

  expect((await add('nothing.pt')).stderr).toContain('neither a file nor one of efficientat-mn04');
  const elsewhere = { GENRESCOPE_DOWNLOAD_ORIGIN: 'http://example.com:80' };
  const refused = await runCommand({ ...place, environment: elsewhere }, 'models', 'add', 'efficientat-mn04', '--yes');
  expect(refused.stderr).toContain('must be http://127.0.0.1:PORT');
});

test('Ctrl+C ends a download of the command line, and the next one goes on', async ({ place }) => {
  server.answer = stallAfter(HALF, BYTES);
  const command = ['models', 'add', 'efficientat-mn04', '--yes'];
  const child = spawn(process.execPath, [resolve(import.meta.dirname, '../../out/main/cli.js'), ...command], {
    env: { ...process.env, ...environment(), GENRESCOPE_HOME: place.home },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (text: Buffer) => (said += text.toString()));
  await expect.poll(() => said).toContain(' kB, ');
  child.kill('SIGINT');
  expect(await new Promise((done) => child.once('close', done))).toBe(130);
  expect(said).toContain('The same command downloads the rest.');
  server.answer = sendFile(BYTES);
  const added = await runCommand({ ...place, environment: environment() }, ...command);
  expect(added).toMatchObject({ status: 0, stdout: expect.stringContaining('was added to your models') });
  expect(server.ranges.at(-1)).toMatch(/^bytes=[1-9]\d+-$/);
});
