import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createWasmDecoder } from './ffmpeg-wasm.ts';
import { PENDING, UNWANTED } from './wasm-protocol.ts';

/** Stands in for the worker: writes its thread's number once, or without end, or fails, dies, or hears nothing. */
const WORKER = `
  import { parentPort, threadId } from 'node:worker_threads';
  parentPort.on('message', ({ id, request: { args: [wish], shared } }) => {
    const counters = new Int32Array(shared);
    const write = () => {
      Atomics.add(counters, ${PENDING}, 1);
      parentPort.postMessage({ kind: 'event', event: 'data', payload: Uint8Array.of(threadId) });
    };
    if (wish === 'die') throw new Error('Out of memory.');
    if (wish === 'once') write();
    while (wish === 'endless' && Atomics.load(counters, ${UNWANTED}) === 0) {
      write();
      for (let count = Atomics.load(counters, ${PENDING}); count > 3; count = Atomics.load(counters, ${PENDING})) Atomics.wait(counters, ${PENDING}, count);
    }
    while (wish === 'stuck') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    const [status, errors] = wish === 'fail' ? [1, 'x: Permission denied'] : [0, ''];
    parentPort.postMessage({ kind: 'response', id, response: { status, errors } });
  });
`;

let folder = '';
let workerFile = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'genrescope-wasm-'));
  workerFile = join(folder, 'worker.mjs');
  await writeFile(workerFile, WORKER);
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** Which worker answers. */
async function threadOf(decoder: ReturnType<typeof createWasmDecoder>): Promise<number> {
  return (await decoder.run(['once'])).readUInt8(0);
}

describe('FFmpeg in WebAssembly', () => {
  it('keeps its worker for the next file, also after one that could not be read', async () => {
    const decoder = createWasmDecoder(workerFile);
    const thread = await threadOf(decoder);
    await expect(decoder.run(['fail'])).rejects.toMatchObject({ code: 'file-unreadable' });
    expect(await threadOf(decoder)).toBe(thread);
  });

  it('takes another worker while one is at work', async () => {
    const decoder = createWasmDecoder(workerFile);
    const threads = await Promise.all([threadOf(decoder), threadOf(decoder)]);
    expect(new Set(threads).size).toBe(2);
    expect(threads).toContain(await threadOf(decoder));
  });

  it('asks the worker to leave a file that was cancelled, and takes it for the next one', async () => {
    const decoder = createWasmDecoder(workerFile);
    const thread = await threadOf(decoder);
    const controller = new AbortController();
    const endless = decoder.run(['endless'], controller.signal);
    setTimeout(() => controller.abort(), 50);
    await expect(endless).rejects.toMatchObject({ code: 'cancelled' });
    expect(await threadOf(decoder)).toBe(thread);
    await expect(decoder.run(['once'], AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('ends a worker that does not leave', async () => {
    const decoder = createWasmDecoder(workerFile);
    const thread = await threadOf(decoder);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const controller = new AbortController();
    const stuck = expect(decoder.run(['stuck'], controller.signal)).rejects.toMatchObject({ code: 'cancelled' });
    await setImmediate();
    controller.abort();
    await setImmediate();
    await vi.advanceTimersByTimeAsync(5_000);
    vi.useRealTimers();
    await stuck;
    expect(await threadOf(decoder)).not.toBe(thread);
  });

  it('does without a worker that died', async () => {
    const decoder = createWasmDecoder(workerFile);
    await expect(decoder.run(['die'])).rejects.toMatchObject({ code: 'file-corrupt', message: 'Out of memory.' });
    expect(await threadOf(decoder)).toBeGreaterThan(0);
  });
});
