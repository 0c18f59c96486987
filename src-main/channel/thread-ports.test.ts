import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Connection } from './connection.ts';
import { startThread } from './thread-ports.ts';

const protocol = {
  questions: { fill: { request: z.object({ shared: z.instanceof(SharedArrayBuffer) }), response: z.number() } },
  events: {},
};

/** Stands in for a built worker: writes what it was started with into shared memory, throws, or exits. */
const WORKER = `
  import { parentPort, workerData } from 'node:worker_threads';
  parentPort.on('message', ({ id, request: { shared } }) => {
    if (workerData === 'throw') throw new Error('Out of memory.');
    if (workerData === 'exit') process.exit(3);
    new Uint8Array(shared)[0] = workerData;
    parentPort.postMessage({ kind: 'response', id, response: workerData });
  });
`;

let folder = '';
const connect = (workerData: unknown) =>
  new Connection(protocol, startThread(join(folder, 'worker.mjs'), 'stand-in', workerData), {
    crashCode: 'worker-crashed',
  });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'genrescope-thread-'));
  await writeFile(join(folder, 'worker.mjs'), WORKER);
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

describe('a channel to a thread', () => {
  it('hands over data at the start, and memory that both sides see', async () => {
    const shared = new SharedArrayBuffer(1);
    const thread = connect(7);
    expect(await thread.ask('fill', { shared })).toBe(7);
    expect(new Uint8Array(shared)[0]).toBe(7);
    await thread.kill();
    expect(thread.isOver).toBe(true);
  });

  it('tells why the thread ended', async () => {
    const shared = new SharedArrayBuffer(1);
    const thrown = connect('throw').ask('fill', { shared });
    await expect(thrown).rejects.toMatchObject({ code: 'worker-crashed', message: 'Out of memory.' });
    const exited = connect('exit').ask('fill', { shared });
    await expect(exited).rejects.toMatchObject({ message: 'The stand-in ended early (3).' });
  });
});
