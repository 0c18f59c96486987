import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '../contract/app-error.ts';
import type { DownloadProgress } from '../contract/networks.ts';
import type { UpdateOffer, UpdateWay } from '../contract/updates.ts';
import type { UpdateChoice } from '../contract/values.ts';
import { UpdateController } from './update-controller.ts';
import type { UpdateSource } from './update-source.ts';

const HOUR = 3_600_000;
const offer = (version: string): UpdateOffer => ({ version, notes: '', bytes: 100, address: 'https://example.com/' });

/** A server that answers as a test says, and keeps what it was asked. */
class PlayedSource implements UpdateSource {
  readonly server = 'example.com';
  readonly calls: string[] = [];
  readonly way: UpdateWay;
  found: UpdateOffer | AppError | null = null;
  download = (_signal: AbortSignal, onProgress: (progress: DownloadProgress) => void): Promise<string | null> => {
    this.calls.push('download');
    onProgress({ received: 50, total: 100, etaSeconds: 1 });
    return Promise.resolve(this.way === 'hands-over' ? 'sudo apt install x.deb' : null);
  };

  constructor(way: UpdateWay = 'installs') {
    this.way = way;
  }

  check(): Promise<UpdateOffer | null> {
    this.calls.push('check');
    return this.found instanceof AppError ? Promise.reject(this.found) : Promise.resolve(this.found);
  }

  leaveOut(): void {
    this.calls.push('leaveOut');
  }

  restart(): void {
    this.calls.push('restart');
  }

  showFile(): void {
    this.calls.push('showFile');
  }
}

let folder: string;
let path: string;
let now: number;
let choice: UpdateChoice;
let isWriting: boolean;
let missed: string[];
const started: UpdateController[] = [];

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  folder = await mkdtemp(join(tmpdir(), 'genrescope-updates-'));
  path = join(folder, 'updates.json');
  now = 1_800_000_000_000;
  choice = 'ask';
  isWriting = false;
  missed = [];
});
afterEach(async () => {
  for (const controller of started.splice(0)) controller.stop();
  vi.useRealTimers();
  await rm(folder, { recursive: true });
});

async function start(source: UpdateSource | null, version = '0.1.0'): Promise<UpdateController> {
  const controller = new UpdateController({
    path,
    version,
    createSource: () => Promise.resolve(source),
    choice: () => choice,
    isWriting: () => isWriting,
    emit: () => undefined,
    onNotInstalled: (missing) => missed.push(missing),
    now: () => now,
  });
  started.push(controller);
  await controller.start();
  return controller;
}

/** Lets hours pass. */
async function pass(hours: number): Promise<void> {
  for (let hour = 0; hour < hours; hour++) {
    now += HOUR;
    await vi.advanceTimersByTimeAsync(HOUR);
    // Answers and files come between ticks of the clock.
    await new Promise((done) => setImmediate(done));
  }
}

const remembered = async () => JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;

describe('looking for updates', () => {
  it('never happens unasked', async () => {
    const source = new PlayedSource();
    const controller = await start(source);
    for (const undecided of ['ask', 'never'] as const) {
      choice = undecided;
      controller.refresh();
      await pass(50);
    }
    expect(source.calls).toEqual([]);
    expect(controller.state).toMatchObject({ way: 'installs', server: 'example.com', phase: 'idle' });
  });

  it('happens at once when it is allowed, then once a day, over restarts too', async () => {
    const source = new PlayedSource();
    const controller = await start(source);
    choice = 'daily';
    controller.refresh();
    await pass(1);
    expect(source.calls).toHaveLength(1);
    await vi.waitFor(async () => expect(await remembered()).toHaveProperty('checkedAt', expect.any(Number)));
    await pass(20);
    expect(source.calls).toHaveLength(1);
    controller.stop();
    const again = new PlayedSource();
    await start(again);
    await pass(2);
    expect(again.calls).toHaveLength(0);
    await pass(3);
    expect(again.calls).toHaveLength(1);
  });

  it('is tried again an hour later where the server was not reached, without a word', async () => {
    choice = 'daily';
    const source = new PlayedSource();
    source.found = new AppError('update-unreachable');
    const controller = await start(source);
    await pass(3);
    expect(source.calls.length).toBeGreaterThanOrEqual(3);
    expect(controller.state).toMatchObject({ phase: 'idle', error: null });
    await controller.check();
    expect(controller.state.error?.code).toBe('update-unreachable');
  });

  it('offers a version, and the declined one no more before there is a newer one', async () => {
    const source = new PlayedSource();
    source.found = offer('0.2.0');
    const controller = await start(source);
    await controller.check();
    expect(controller.state).toMatchObject({ phase: 'offered', isDeclined: false });
    await controller.decline();
    expect(await remembered()).toMatchObject({ declined: '0.2.0' });
    const second = await start(source);
    await second.check();
    expect(second.state).toMatchObject({ phase: 'offered', isDeclined: true });
    source.found = offer('0.3.0');
    await second.check();
    expect(second.state).toMatchObject({ offer: { version: '0.3.0' }, isDeclined: false });
  });

  it('is refused where there is no server', async () => {
    const controller = await start(null);
    expect(controller.state.way).toBeNull();
    await expect(controller.check()).rejects.toMatchObject({ code: 'update-unavailable' });
    await expect(controller.download()).rejects.toMatchObject({ code: 'update-unavailable' });
  });
});

describe('a download', () => {
  it('ends ready, and restarts only while no file is written', async () => {
    const source = new PlayedSource();
    source.found = offer('0.2.0');
    const controller = await start(source);
    await expect(controller.download()).rejects.toMatchObject({ code: 'request-invalid' });
    await controller.check();
    await controller.download();
    expect(controller.state).toMatchObject({ phase: 'ready', command: null });
    expect(await remembered()).toMatchObject({ installing: '0.2.0' });
    isWriting = true;
    expect(() => controller.restart()).toThrow(expect.objectContaining({ code: 'busy' }));
    isWriting = false;
    controller.restart();
    expect(source.calls).toEqual(['check', 'download', 'restart']);
    await controller.decline();
    expect(source.calls.at(-1)).toBe('leaveOut');
    expect(await remembered()).toMatchObject({ installing: null });
  });

  it('can fail, be cancelled, and be tried again', async () => {
    const source = new PlayedSource();
    source.found = offer('0.2.0');
    const controller = await start(source);
    await controller.check();
    source.download = () => Promise.reject(new AppError('update-different'));
    await controller.download();
    expect(controller.state).toMatchObject({ phase: 'offered', error: { code: 'update-different' } });
    source.download = (signal) =>
      new Promise((_done, fail) => signal.addEventListener('abort', () => fail(new AppError('cancelled'))));
    const running = controller.download();
    await expect(controller.check()).rejects.toMatchObject({ code: 'busy' });
    controller.cancel();
    await running;
    expect(controller.state).toMatchObject({ phase: 'offered', error: null });
    expect(missed).toEqual([]);
  });

  it('of a package is handed over, and never installed', async () => {
    const source = new PlayedSource('hands-over');
    source.found = offer('0.2.0');
    const controller = await start(source);
    await controller.check();
    await controller.download();
    expect(controller.state).toMatchObject({ phase: 'ready', command: 'sudo apt install x.deb' });
    expect(await remembered()).toMatchObject({ installing: null });
    expect(() => controller.restart()).toThrow(expect.objectContaining({ code: 'request-invalid' }));
    controller.showFile();
    expect(source.calls.at(-1)).toBe('showFile');
  });

  it('is refused where only the user can get the version', async () => {
    const source = new PlayedSource('tells');
    source.found = offer('0.2.0');
    const controller = await start(source);
    await controller.check();
    await expect(controller.download()).rejects.toMatchObject({ code: 'request-invalid' });
  });
});

describe('a start', () => {
  it('tells what is new once after an update, and never after a first start or an older version', async () => {
    expect((await start(null)).state.updatedFrom).toBeNull();
    const updated = await start(null, '0.10.0');
    expect(updated.state.updatedFrom).toBe('0.1.0');
    await updated.dismissNews();
    expect((await start(null, '0.10.0')).state.updatedFrom).toBeNull();
    expect((await start(null, '0.9.0')).state.updatedFrom).toBeNull();
  });

  it('tells once of a version that was not installed', async () => {
    await writeFile(path, JSON.stringify({ installing: '0.2.0', seen: '0.1.0' }));
    await start(null);
    expect(missed).toEqual(['0.2.0']);
    await start(null);
    expect(missed).toHaveLength(1);
    await writeFile(path, JSON.stringify({ installing: '0.2.0', seen: '0.1.0' }));
    await start(null, '0.2.0');
    expect(missed).toHaveLength(1);
  });

  it.each(['', '[]', '{"checkedAt":"yesterday"}', '{'])('is not held up by a file that says %j', async (text) => {
    await writeFile(path, text);
    expect((await start(new PlayedSource())).state).toMatchObject({ phase: 'idle', updatedFrom: null });
  });
});
