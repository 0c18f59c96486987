import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { PRODUCT } from '../../src-main/packaging/product.ts';
import { updateInfoName } from '../../src-main/packaging/update-info.ts';
import { sendFile } from '../../src-main/testing/file-server.ts';
import { expect, scanFinished } from '../app.ts';
import { NOTES } from '../update-server.ts';
import type { BareDebian } from './bare-debian.ts';
import { USER } from './bare-debian.ts';
import type { Checks } from './checks.ts';
import { makeNewerPackage, NEWER_VERSION } from './newer-package.ts';
import type { PlayedUpdates } from './played-updates.ts';
import { showWindow } from './shown-window.ts';

const DOWNLOADS = `/home/${USER}/.cache/${PRODUCT.name}-updater/pending`;
const DOWNLOAD_LIMIT = { timeout: 120_000 };

const barOf = (page: Page): Locator => page.getByRole('region', { name: 'Updates' });

/**
 * An installed package finds a newer one, downloads it, and leaves the rest to an administrator.
 * @param deb path of the installed package in the bare Debian
 * @param updates whose server the app has known for a while, and was not allowed to ask
 */
export async function checkUpdates(
  debian: BareDebian,
  deb: string,
  updates: PlayedUpdates,
  checks: Checks,
): Promise<void> {
  const { server } = updates;
  checks.check('no server is asked before the user allows it', server.connections === 0, server.connections);
  const newer = await makeNewerPackage(debian, deb);
  server.offer({ version: NEWER_VERSION, bytes: newer, extension: 'deb' });
  await checkForeignServer(debian, updates, checks);
  await updates.trust();
  const command = await checkDownload(debian, newer, updates, checks);
  const version = async () => (await debian.must('dpkg-query', '-W', '-f', '${Version}', PRODUCT.name)).stdout;
  const asked = await updates.rightsAsked();
  checks.check('nothing asked for an administrator’s rights', asked === '', asked);
  const after = await version();
  checks.check('quitting installs nothing', after === PRODUCT.version, after);
  await checkInstalling(debian, command, checks);
}

/** The user allows it, but the server has a certificate that nobody vouches for. */
async function checkForeignServer(debian: BareDebian, updates: PlayedUpdates, checks: Checks): Promise<void> {
  const { page, quit, end } = await showWindow(debian);
  try {
    const question = barOf(page).getByRole('group', { name: 'Look for updates once a day?' });
    await question.getByRole('button', { name: 'Yes' }).click();
    await expect(question).toBeHidden();
    await expect.poll(() => updates.log()).toContain('net::ERR_CERT_AUTHORITY_INVALID');
    const { asked } = updates.server;
    checks.check('a server whose certificate nobody trusts is told nothing', asked.length === 0, asked.join());
    await quit();
  } finally {
    end();
  }
}

/** The offer, a changed file, the right file. @returns the command that the app shows */
async function checkDownload(
  debian: BareDebian,
  newer: Buffer,
  { server }: PlayedUpdates,
  checks: Checks,
): Promise<string> {
  const { page, quit, end } = await showWindow(debian);
  try {
    const offer = barOf(page).getByRole('group', { name: `${PRODUCT.productName} ${NEWER_VERSION} is available.` });
    await offer.getByRole('button', { name: 'Show…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Updates' });
    const notes = await dialog.getByLabel('Release notes').textContent();
    const asked = server.asked.join();
    const hasAskedOnce = asked === `/${updateInfoName(process.arch)}`;
    checks.check('a newer version is offered with its notes', hasAskedOnce && notes === NOTES, `${asked}; ${notes}`);
    const download = dialog.getByRole('button', { name: 'Download', exact: true });
    server.file = sendFile(withOneBitChanged(newer));
    await download.click();
    await expect(dialog).toContainText('The downloaded update is not the expected file', DOWNLOAD_LIMIT);
    const rest = await readdir(join(debian.folder, DOWNLOADS)).catch(() => []);
    checks.check('a package with one bit changed is refused and deleted', rest.length === 0, rest.join());
    server.file = sendFile(newer);
    await download.click();
    await expect(dialog).toContainText('Installing it needs an administrator.', DOWNLOAD_LIMIT);
    const command = /sudo apt install \S+\.deb/.exec((await dialog.textContent()) ?? '')?.[0] ?? '';
    const file = await readFile(join(debian.folder, fileIn(command)));
    checks.check('the package arrives, and the app says the command that installs it', file.equals(newer), command);
    await quit();
    return command;
  } finally {
    end();
  }
}

/** An administrator runs what the app shows, and the app starts as the new version with the user's library. */
async function checkInstalling(debian: BareDebian, command: string, checks: Checks): Promise<void> {
  const { stdout, stderr } = await debian.must('apt-get', 'install', '-y', '--no-install-recommends', fileIn(command));
  checks.check('that command installs it', stdout.includes(`(${NEWER_VERSION})`), stdout + stderr);
  const { page, quit, end } = await showWindow(debian);
  try {
    const told = `${PRODUCT.productName} was updated from ${PRODUCT.version} to ${NEWER_VERSION}.`;
    await expect(barOf(page).getByRole('group', { name: told })).toBeVisible();
    await scanFinished({ page });
    checks.check('the new version tells what is new, and has the library', true);
    await quit();
  } finally {
    end();
  }
}

/** The file that a command installs. */
function fileIn(command: string): string {
  return command.split(' ').at(-1) ?? '';
}

function withOneBitChanged(bytes: Uint8Array): Buffer {
  const changed = Buffer.from(bytes);
  const place = changed.length >> 1;
  changed[place] = (changed[place] ?? 0) ^ 1;
  return changed;
}
