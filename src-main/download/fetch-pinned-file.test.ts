import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DownloadProgress } from '../contract/networks.ts';
import { cutAfter, FileServer, sendFile, sendStatus, sendWhole, stallAfter } from '../testing/file-server.ts';
import type { DownloadOptions } from './fetch-pinned-file.ts';
import { fetchPinnedFile } from './fetch-pinned-file.ts';
import { createNodeGet } from './node-get.ts';
import type { PinnedFile } from './part-file.ts';
import { forgetPart, keptBytes } from './part-file.ts';

const BYTES = randomBytes(300_000);
const CUT = 200_000;
const get = createNodeGet({ environment: {} });

let folder = '';
let server: FileServer;
let file: PinnedFile;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'genrescope-download-'));
  server = await FileServer.start(sendFile(BYTES));
  const sha256 = createHash('sha256').update(BYTES).digest('hex');
  file = { address: `${server.origin}/network.pt`, bytes: BYTES.length, sha256 };
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const options = (more: Partial<DownloadOptions> = {}): DownloadOptions => ({
  folder,
  get,
  testOrigin: server.origin,
  patienceMilliseconds: 5_000,
  ...more,
});
/** Whether the download brought the pinned bytes. */
const fetched = async (more: Partial<DownloadOptions> = {}) =>
  BYTES.equals(await readFile(await fetchPinnedFile(file, options(more))));
/** What the folder holds. */
const left = () => readdir(folder);

describe('a download', () => {
  it('brings the pinned bytes, tells how far it is, and asks nobody a second time', async () => {
    const told: DownloadProgress[] = [];
    expect(await fetched({ onProgress: (progress) => told.push(progress) })).toBe(true);
    expect(told.at(-1)).toEqual({ received: BYTES.length, total: BYTES.length, etaSeconds: expect.any(Number) });
    expect(await fetched()).toBe(true);
    expect(server.ranges).toEqual(['']);
    await forgetPart(folder, file);
    expect(await left()).toEqual([]);
  });

  it('goes on where it was cut', async () => {
    server.answer = cutAfter(CUT, BYTES);
    await expect(fetched()).rejects.toMatchObject({ code: 'download-cut' });
    const kept = await keptBytes(folder, file);
    expect(kept).toBeGreaterThan(0);
    server.answer = sendFile(BYTES);
    expect(await fetched()).toBe(true);
    expect(server.ranges).toEqual(['', `bytes=${kept}-`]);
  });

  it('begins anew where the server knows no ranges', async () => {
    server.answer = cutAfter(CUT, BYTES);
    await expect(fetched()).rejects.toMatchObject({ code: 'download-cut' });
    server.answer = sendWhole(BYTES);
    expect(await fetched()).toBe(true);
  });

  it.each([
    ['of other bytes', randomBytes(CUT)],
    ['that is longer than the file', randomBytes(400_000)],
    ['as long as the file', randomBytes(BYTES.length)],
  ])('begins anew after a part %s', async (_, part) => {
    await writeFile(join(folder, `${file.sha256}.part`), part);
    expect(await fetched()).toBe(true);
    expect(server.ranges.at(-1)).toBe('');
  });

  it('begins anew where the server refuses the range', async () => {
    await writeFile(join(folder, `${file.sha256}.part`), BYTES.subarray(0, CUT));
    server.answer = (request, response) =>
      (request.headers.range === undefined ? sendFile(BYTES) : sendStatus(416))(request, response);
    expect(await fetched()).toBe(true);
  });

  it('is deleted where its bytes, or their number, are other ones', async () => {
    const other = [randomBytes(BYTES.length), BYTES.subarray(1), Buffer.concat([BYTES, BYTES])];
    for (const bytes of other) {
      server.answer = sendFile(bytes);
      await expect(fetched()).rejects.toMatchObject({ code: 'download-different' });
      expect(await left()).toEqual([]);
    }
    // Without a stated length, and without an end.
    server.answer = (_request, response) => {
      const more = (): void => void (response.writable && response.write(randomBytes(65_536), more));
      response.writeHead(200);
      more();
    };
    await expect(fetched()).rejects.toMatchObject({ code: 'download-different' });
    expect(await left()).toEqual([]);
  });

  it.each([
    [404, 'download-missing'],
    [410, 'download-missing'],
    [403, 'download-refused'],
    [500, 'download-refused'],
    [407, 'proxy-refused'],
  ])('says what a status of %d means', async (status, code) => {
    server.answer = sendStatus(status);
    await expect(fetched()).rejects.toMatchObject({ code });
    expect(await left()).toEqual([]);
  });

  it('says that a server cannot be reached, or does not answer', async () => {
    const { origin } = server;
    const address = `http://127.0.0.1:1/network.pt`;
    await expect(
      fetchPinnedFile({ ...file, address }, options({ testOrigin: 'http://127.0.0.1:1' })),
    ).rejects.toMatchObject({ code: 'download-unreachable' });
    server.answer = () => undefined;
    await expect(fetched({ testOrigin: origin, patienceMilliseconds: 50 })).rejects.toMatchObject({
      code: 'download-unreachable',
    });
  });

  it('does not wait for ever, and keeps what came', async () => {
    server.answer = stallAfter(CUT, BYTES);
    await expect(fetched({ patienceMilliseconds: 200 })).rejects.toMatchObject({ code: 'download-stalled' });
    expect(await keptBytes(folder, file)).toBe(CUT);
    // A byte now and then is no progress.
    server.answer = (_request, response) => {
      const timer = setInterval(() => response.write(Buffer.of(0)), 20);
      response.writeHead(200).on('close', () => clearInterval(timer));
    };
    await expect(fetched({ patienceMilliseconds: 200 })).rejects.toMatchObject({ code: 'download-stalled' });
  });

  it('is cancelled while it runs, or before, and goes on later', async () => {
    server.answer = stallAfter(CUT, BYTES);
    const controller = new AbortController();
    const onProgress = ({ received }: DownloadProgress) => received === CUT && controller.abort();
    await expect(fetched({ signal: controller.signal, onProgress })).rejects.toMatchObject({ code: 'cancelled' });
    expect(await keptBytes(folder, file)).toBe(CUT);
    await expect(fetched({ signal: controller.signal })).rejects.toMatchObject({ code: 'cancelled' });
    server.answer = sendFile(BYTES);
    expect(await fetched()).toBe(true);
    expect(server.ranges).toEqual(['', `bytes=${CUT}-`]);
  });

  it.runIf(existsSync('/dev/full'))('says that the disk is full', async () => {
    await symlink('/dev/full', join(folder, `${file.sha256}.part`));
    await expect(fetched()).rejects.toMatchObject({ code: 'disk-full' });
  });

  it('says that its folder cannot be made', async () => {
    await writeFile(join(folder, 'taken'), '');
    await expect(fetched({ folder: join(folder, 'taken') })).rejects.toMatchObject({ code: 'folder-not-made' });
    expect(server.ranges).toEqual([]);
  });
});

describe('redirects of a download', () => {
  it('are followed a few times', async () => {
    server.answer = (request, response) => {
      const step = Number(request.url?.slice(1)) || 0;
      (step === 5 ? sendFile(BYTES) : sendStatus(302, `/${step + 1}`))(request, response);
    };
    expect(await fetched()).toBe(true);
    expect(server.ranges).toHaveLength(6);
  });

  it('end somewhere', async () => {
    server.answer = sendStatus(301, '/again');
    await expect(fetched()).rejects.toMatchObject({ code: 'download-refused' });
    expect(server.ranges).toHaveLength(6);
  });

  it.each(['http://example.com/network.pt', 'file:///etc/passwd', 'ftp://example.com/network.pt'])(
    'do not lead to %s',
    async (location) => {
      server.answer = sendStatus(302, location);
      await expect(fetched()).rejects.toMatchObject({ code: 'download-refused' });
    },
  );

  it('do not lead to other servers of this machine, and nothing does without a test', async () => {
    const other = await FileServer.start(sendFile(BYTES));
    server.answer = sendStatus(302, `${other.origin}/network.pt`);
    await expect(fetched()).rejects.toMatchObject({ code: 'download-refused' });
    await expect(fetched({ testOrigin: null })).rejects.toMatchObject({ code: 'download-refused' });
    expect([server.ranges.length, other.ranges.length]).toEqual([1, 0]);
    await other.close();
  });
});
