import { once } from 'node:events';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:http';
import type { Page } from '@playwright/test';
import { PRODUCT } from '../../src-main/packaging/product.ts';
import { expect, reviewByButton } from '../app.ts';
import type { BareDebian } from './bare-debian.ts';
import type { Checks } from './checks.ts';
import { APP_FOLDER, contentOf } from './installation.ts';
import { showWindow } from './shown-window.ts';

const PROGRAM = `${APP_FOLDER}/${PRODUCT.name}`;
/** A value of `Seccomp` in /proc/PID/status: the process has a filter of system calls. */
const FILTERED = '2';

/** The window as the ordinary user, under a display in memory, with Chromium's sandbox: analyse, write, undo. */
export async function checkWindow(debian: BareDebian, music: string, checks: Checks): Promise<void> {
  const { page, end } = await showWindow(debian, './Music');
  try {
    await expect(page.getByRole('contentinfo')).toContainText(/[1-9]\d* tracks? analysed/, { timeout: 60_000 });
    checks.check('the window opens and analyses the folder', true);
    checkSandbox(checks);
    await checkPage(page, checks);
    await writeAndUndo(page, music, checks);
  } finally {
    end();
  }
}

function checkSandbox(checks: Checks): void {
  // Chromium writes the command of a process that it forked with blanks between its words.
  const commands = readdirSync('/proc').map((id) => ({ id, words: commandOf(id).split(/[\0 ]/) }));
  const own = commands.filter(({ words }) => words[0] === PROGRAM);
  const renderers = own.filter(({ words }) => words.includes('--type=renderer'));
  const filters = renderers.map(({ id }) => /^Seccomp:\t(\d)/m.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1]);
  checks.check('the page has a process', renderers.length > 0, own.map(({ words }) => words.join(' ')).join('\n'));
  checks.check(
    'the page’s process may make few system calls (seccomp)',
    filters.every((filter) => filter === FILTERED),
    filters.join(),
  );
  const networks = renderers.map(({ id }) => readlinkSync(`/proc/${id}/ns/net`));
  const hasNetwork = networks.includes(readlinkSync('/proc/self/ns/net'));
  checks.check('the page’s process has no network', !hasNetwork, networks.join());
  const unlocked = own.filter(({ words }) => words.includes('--no-sandbox'));
  checks.check(
    'no process of the app gives up the sandbox',
    unlocked.length === 0,
    unlocked.map(({ id }) => id).join(),
  );
}

function commandOf(id: string): string {
  try {
    return readFileSync(`/proc/${id}/cmdline`, 'utf8');
  } catch {
    // It ended meanwhile.
    return '';
  }
}

/** What Electron's security tutorial asks of a page, seen from within it. */
async function checkPage(page: Page, checks: Checks): Promise<void> {
  const neighbour = await startNeighbour();
  const found = await page.evaluate(
    async (address) => ({
      origin: location.origin,
      node: ['require', 'process', 'module', 'Buffer'].filter((name) => name in globalThis),
      popup: window.open('https://example.org') !== null,
      outside: await fetch(address, { mode: 'no-cors' }).then(
        () => true,
        () => false,
      ),
      file: await fetch('file:///etc/passwd').then(
        () => true,
        () => false,
      ),
      microphone: await navigator.mediaDevices?.getUserMedia({ audio: true }).then(
        () => true,
        () => false,
      ),
    }),
    neighbour.address,
  );
  neighbour.close();
  checks.check(
    'the page has an origin of its own',
    /^\w+:\/\/\w+$/.test(found.origin) && !found.origin.startsWith('http'),
    found.origin,
  );
  checks.check('the page has no Node', found.node.length === 0, found.node.join());
  checks.check('the page opens no window', !found.popup);
  checks.check(
    'the page reaches neither network nor files',
    !found.outside && !neighbour.wasAsked() && !found.file,
    neighbour.wasAsked() ? 'a server of this machine was asked' : '',
  );
  checks.check('the page gets no microphone', found.microphone !== true);
}

/** A server that anybody on this machine reaches, with or without an internet. */
async function startNeighbour(): Promise<{ address: string; wasAsked: () => boolean; close: () => void }> {
  let requests = 0;
  const server = createServer((_request, response) => {
    requests += 1;
    response.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  // It does answer.
  await fetch(address);
  return { address, wasAsked: () => requests > 1, close: () => void server.close() };
}

async function writeAndUndo(page: Page, music: string, checks: Checks): Promise<void> {
  const before = await contentOf(music);
  const changed = async () => {
    const now = await contentOf(music);
    return [...before].filter(([name, content]) => now.get(name) !== content).length;
  };
  const review = await reviewByButton(page);
  await review.getByRole('button', { name: /^Apply to / }).click();
  await expect.poll(changed, { timeout: 60_000 }).toBeGreaterThan(0);
  checks.check('the window writes genres', true);
  await review.getByRole('button', { name: /^Undo/ }).click();
  await expect.poll(changed, { timeout: 60_000 }).toBe(0);
  checks.check('the window takes them back to the byte', true);
}
