import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { FileReader } from './file-reader.ts';
import { createFileReader } from './file-reader.ts';

/** Stands in for the built thread: is busy for ever, fills its memory, or gives the path as the title. */
const WORKER = `
  import { parentPort } from 'node:worker_threads';
  parentPort.on('message', ({ id, kind, request }) => {
    if (kind !== 'ask') return;
    while (request.path.startsWith('busy'));
    for (const rows = []; request.path === 'large';) rows.push(Array.from({ length: 10_000 }, (_, index) => ({ index })));
    const response = { title: request.path, artist: '', album: '', genres: [], durationSeconds: null };
    parentPort.postMessage({ kind: 'response', id, response });
  });
`;
const AT_ONCE_MILLISECONDS = 300;

let folder = '';
let reader: FileReader;
const reading = (deadline: number) => (reader = createFileReader(folder, deadline));
const titleOf = async (path: string) => (await reader.metadata(path)).title;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'genrescope-reader-'));
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  await writeFile(join(folder, 'file-reader.worker.js'), WORKER);
});
afterEach(() => reader.close());
afterAll(async () => {
  await rm(folder, { recursive: true });
});

describe('reading files in threads', () => {
  it('gives up the files that take too long, and no others', async () => {
    reading(1_500);
    const paths = ['busy 1', 'a', 'busy 2', 'b', 'busy 3', 'c', 'd', 'e'];
    const outcomes = await Promise.allSettled(paths.map(titleOf));
    for (const [index, path] of paths.entries()) {
      const slow = { status: 'rejected', reason: { code: 'file-slow' } };
      expect(outcomes[index]).toMatchObject(path.startsWith('busy') ? slow : { status: 'fulfilled', value: path });
    }
  });

  it('gives up a file that takes too much memory', async () => {
    reading(50_000);
    await expect(titleOf('large')).rejects.toMatchObject({ code: 'file-slow' });
    expect(await titleOf('a')).toBe('a');
  });

  it('is cancelled at once, whether a file is read or waits, and reads on', async () => {
    reading(50_000);
    await titleOf('a');
    const controller = new AbortController();
    const paths = ['busy 1', 'busy 2', 'b'];
    const asked = Promise.allSettled(paths.map((path) => reader.metadata(path, controller.signal)));
    await new Promise((resolve) => setTimeout(resolve, 100));
    const started = performance.now();
    controller.abort();
    for (const outcome of await asked) expect(outcome).toMatchObject({ reason: { code: 'cancelled' } });
    expect(performance.now() - started).toBeLessThan(AT_ONCE_MILLISECONDS);
    expect(await titleOf('c')).toBe('c');
  });

  it('lets whoever waits go when it is closed', async () => {
    reading(50_000);
    const asked = titleOf('busy');
    await new Promise((resolve) => setTimeout(resolve, 50));
    reader.close();
    await expect(asked).rejects.toMatchObject({ code: 'cancelled' });
  });
});
