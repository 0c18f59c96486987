import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { expect, test } from '../app.ts';
import { whyNoNamespace } from '../network/namespace.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/**
 * Runs `npm run verify:network` with options. Where no network of one's own can be made, which is said, Chromium's own
 * log has to do.
 */
async function verifyNetwork(...options: string[]): Promise<{ status: number | null; said: string }> {
  const reason = whyNoNamespace();
  if (reason !== null) console.log(`Packets are not watched, Chromium’s log alone: ${reason}`);
  const program = join(ROOT, 'e2e', 'network', 'index.ts');
  const watched = reason === null ? options : [...options, '--net-log-only'];
  const child = spawn(process.execPath, ['--import', 'tsx', program, ...watched], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (said += text.toString()));
  return { status: await new Promise((done) => child.once('close', done)), said };
}

test('from the start on, while all of it is used, the app looks nothing up and connects to nothing', async () => {
  const { status, said } = await verifyNetwork();
  expect(said).toContain(' 0 lookups and connections.');
  expect(status, said).toBe(0);
});

test('nothing that a page can do reaches a server, or looks one up', async () => {
  const { status, said } = await verifyNetwork('--attempts');
  expect(said).toContain(' 0 lookups and connections.');
  expect(status, said).toBe(0);
});
