import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../contract/app-error.ts';
import type { AddNetworkState } from '../contract/networks.ts';
import { createNodeGet } from '../download/node-get.ts';
import { FileServer, sendFile, sendStatus, stallAfter } from '../testing/file-server.ts';
import { NetworkController } from './network-controller.ts';

const NAME = 'efficientat-mn04';
const BYTES = randomBytes(100_000);
const HALF = 50_000;

let folder = '';
let server: FileServer;
let told: AddNetworkState[] = [];
let models: string[] = [];
let refusal: AppError | null = null;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'genrescope-networks-'));
  server = await FileServer.start(sendFile(BYTES));
  [told, models, refusal] = [[], [], null];
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

function create(): NetworkController {
  return new NetworkController({
    folder,
    downloadOf: () => ({
      address: `${server.origin}/network.pt`,
      bytes: BYTES.length,
      sha256: createHash('sha256').update(BYTES).digest('hex'),
      testOrigin: server.origin,
      patienceMilliseconds: 5_000,
    }),
    get: createNodeGet({ environment: {} }),
    isInstalled: (name) => Promise.resolve(models.includes(name)),
    async addFile(path) {
      if (refusal) throw refusal;
      expect(BYTES.equals(await readFile(path))).toBe(true);
      models.push(NAME);
      return NAME;
    },
    emit: (_name, state) => told.push(state as AddNetworkState),
  });
}

/** Waits for a phase that the window hears of. */
const heard = (phase: AddNetworkState['phase']) => expect.poll(() => told.at(-1)?.phase).toBe(phase);

describe('adding a network', () => {
  it('asks no server before the user does', async () => {
    const networks = create();
    expect(await networks.look(NAME)).toMatchObject({
      phase: 'idle',
      isInstalled: false,
      server: new URL(server.origin).host,
      progress: { received: 0, total: BYTES.length },
    });
    expect(server.ranges).toEqual([]);
  });

  it('downloads the file, adds it, and keeps no copy', async () => {
    const networks = create();
    await networks.download(NAME);
    await heard('done');
    expect(networks.state).toMatchObject({ added: NAME, isInstalled: true, error: null });
    expect(await readdir(folder)).toEqual([]);
    await expect(networks.download(NAME)).rejects.toMatchObject({ code: 'model-exists' });
    expect(server.ranges).toHaveLength(1);
  });

  it('does one at a time, is cancelled, and goes on, after a restart too', async () => {
    server.answer = stallAfter(HALF, BYTES);
    const networks = create();
    await networks.download(NAME);
    await expect.poll(() => networks.state.progress.received).toBe(HALF);
    await expect(networks.download(NAME)).rejects.toMatchObject({ code: 'busy' });
    await expect(networks.addFile('/other.pt')).rejects.toMatchObject({ code: 'busy' });
    await expect(networks.discard(NAME)).rejects.toMatchObject({ code: 'busy' });
    networks.cancel();
    await heard('interrupted');
    server.answer = sendFile(BYTES);
    const again = create();
    expect(await again.look(NAME)).toMatchObject({ phase: 'interrupted', progress: { received: HALF } });
    await again.download(NAME);
    await heard('done');
    expect(server.ranges).toEqual(['', `bytes=${HALF}-`]);
  });

  it('discards what was downloaded', async () => {
    server.answer = stallAfter(HALF, BYTES);
    const networks = create();
    await networks.download(NAME);
    await expect.poll(() => networks.state.progress.received).toBe(HALF);
    networks.cancel();
    await heard('interrupted');
    await networks.discard(NAME);
    expect(networks.state.phase).toBe('idle');
    expect(await readdir(folder)).toEqual([]);
  });

  it('tells why a download failed, and forgets it when it is looked at again', async () => {
    server.answer = sendStatus(404);
    const networks = create();
    await networks.download(NAME);
    await heard('failed');
    expect(networks.state.error).toMatchObject({ code: 'download-missing' });
    expect(await networks.look(NAME)).toMatchObject({ phase: 'idle', error: null });
  });

  it('keeps the right file where it cannot be added, and downloads nothing again', async () => {
    refusal = new AppError('disk-full');
    const networks = create();
    await networks.download(NAME);
    await heard('failed');
    expect(networks.state.error).toMatchObject({ code: 'disk-full' });
    refusal = null;
    await networks.download(NAME);
    await heard('done');
    expect(server.ranges).toHaveLength(1);
  });

  it('refuses a file of the user’s, and is as it was before', async () => {
    refusal = new AppError('network-unsupported');
    const networks = create();
    await networks.look(NAME);
    const before = networks.state;
    await expect(networks.addFile('/other.pt')).rejects.toMatchObject({ code: 'network-unsupported' });
    expect(networks.state).toEqual(before);
  });
});
