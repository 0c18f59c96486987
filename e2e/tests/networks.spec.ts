import { createHash, randomBytes } from 'node:crypto';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { cutAfter, FileServer, sendFile, sendStatus, stallAfter } from '../../src-main/testing/file-server.ts';
import { answerFolderDialog, clickMenu, expect, runCommand, test } from '../app.ts';

/** No network: what is done with the right file is told apart from how it is fetched. */
const BYTES = randomBytes(400_000);
const HALF = 200_000;
const PATIENCE_MILLISECONDS = 1_500;

let server: FileServer;

test.beforeEach(async () => {
  server = await FileServer.start(sendFile(BYTES));
});
test.afterEach(() => server.close());

/** Turns downloads to the test's server, and pins its file. */
function environment(bytes: Uint8Array = BYTES): Record<string, string> {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const pin = { bytes: bytes.length, sha256, patienceMilliseconds: PATIENCE_MILLISECONDS };
  return { GENRESCOPE_DOWNLOAD_ORIGIN: server.origin, GENRESCOPE_DOWNLOAD_PIN: JSON.stringify(pin) };
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
  await expect(dialog.getByRole('status')).toContainText(' of 0.4 MB');
  await dialog.getByRole('button', { name: 'Cancel Download' }).click();
  await expect(dialog).toContainText('The download was interrupted after 0.2 of 0.4 MB');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await app.electron.close();

  // What was downloaded is found again after a restart.
  server.answer = sendFile(BYTES);
  const again = await startApp(undefined, environment());
  await clickMenu(again, 'add-network');
  const second = dialogOf(again.page);
  await expect(second).toContainText('The download was interrupted');
  const asked = server.ranges.length;
  await second.getByRole('button', { name: 'Resume' }).click();
  await expect(second).toContainText('The file is no network that can be added');
  expect(server.ranges.slice(asked)).toEqual([expect.stringMatching(/^bytes=[1-9]\d+-$/)]);
});

test('a file of the user’s that is no network is refused', async ({ place, startApp }) => {
  const app = await startApp();
  const path = join(place.music, 'notes.pt');
  await writeFile(path, 'no network');
  await answerFolderDialog(app, path);
  await clickMenu(app, 'add-network');
  const dialog = dialogOf(app.page);
  await dialog.getByRole('button', { name: 'From a File…' }).click();
  await expect(dialog).toContainText('The file is no network that can be added');
  await expect(dialog).toContainText('notes.pt');
  expect(await readdir(join(place.home)).then((names) => names.includes('models'))).toBe(false);
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

test('the command line asks first, resumes, and refuses what is not pinned', async ({ place }) => {
  const add = (...more: string[]) => runCommand({ ...place, environment: environment() }, 'models', 'add', ...more);
  const unasked = await add('efficientat-mn04');
  expect(unasked).toMatchObject({ status: 1, stdout: '' });
  expect(unasked.stderr).toContain('Copyright (c) 2022 Florian Schmid');
  expect(unasked.stderr).toContain('--yes');
  expect(server.ranges).toEqual([]);

  server.answer = cutAfter(HALF, BYTES);
  expect((await add('efficientat-mn04', '--yes')).stderr).toContain('The connection ended early');
  server.answer = sendFile(BYTES);
  const resumed = await add('efficientat-mn04', '--yes');
  expect(resumed.stderr).toContain('0.2 MB are there already');
  expect(resumed.stderr).toContain('The file is no network that can be added');
  expect(server.ranges).toEqual(['', `bytes=${HALF}-`]);

  expect((await add('nothing.pt')).stderr).toContain('neither a file nor one of efficientat-mn04');
  const elsewhere = { GENRESCOPE_DOWNLOAD_ORIGIN: 'http://example.com:80' };
  const refused = await runCommand({ ...place, environment: elsewhere }, 'models', 'add', 'efficientat-mn04', '--yes');
  expect(refused.stderr).toContain('must be http://127.0.0.1:PORT');
});
