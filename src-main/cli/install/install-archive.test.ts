import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import packageJson from '../../../package.json' with { type: 'json' };
import type { PinnedArchive } from '../../contract/pinned-archives.ts';
import { CUDA_PROVIDER_ARCHIVE, CUDA_PROVIDER_RELEASE, FFMPEG_ARCHIVES } from '../../contract/pinned-archives.ts';
import { createNodeGet } from '../../download/node-get.ts';
import { cutAfter, FileServer, sendFile, sendStatus } from '../../testing/file-server.ts';
import { zipFile } from '../../testing/zip-file.ts';
import { installArchive } from './install-archive.ts';

const PROGRAM = Buffer.alloc(200_000, 'a program that says nothing of itself. ');
const WHEEL = zipFile([
  { name: 'tool/binaries/tool-v9', content: PROGRAM, isStored: true },
  { name: 'tool/__init__.py', content: 'raise SystemExit' },
]);
const CHANGED = Buffer.from(WHEEL);
CHANGED.writeUInt8(CHANGED.readUInt8(1_000) ^ 1, 1_000);

let root = '';
let folder = '';
let server: FileServer;
let archive: PinnedArchive;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'genrescope-install-'));
  folder = join(root, 'programs', 'tool-1');
  server = await FileServer.start(sendFile(WHEEL));
  archive = {
    address: `${server.origin}/tool.whl`,
    bytes: WHEEL.length,
    sha256: createHash('sha256').update(WHEEL).digest('hex'),
    members: { 'tool/binaries/tool-v9': 'tool' },
  };
});
afterEach(async () => {
  await server.close();
  await rm(root, { recursive: true });
});

const install = (wanted = archive, more: { readonly testOrigin?: null } = {}) =>
  installArchive(wanted, folder, {
    folder: join(root, 'downloads'),
    get: createNodeGet({ environment: {} }),
    testOrigin: server.origin,
    patienceMilliseconds: 5_000,
    ...more,
  });

/** All files below the folder of the test. */
async function everything(): Promise<string[]> {
  const found = await readdir(root, { recursive: true, withFileTypes: true });
  return found.filter((entry) => entry.isFile()).map(({ name }) => name);
}

describe('an archive of others', () => {
  it('is unpacked into a folder of its own, and nothing else of it is kept', async () => {
    await install();
    expect(await everything()).toEqual(['tool']);
    expect(PROGRAM.equals(await readFile(join(folder, 'tool')))).toBe(true);
    if (process.platform !== 'win32') expect((await stat(join(folder, 'tool'))).mode & 0o777).toBe(0o755);
  });

  it('replaces what the folder held', async () => {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'old'), '');
    await install();
    expect(await everything()).toEqual(['tool']);
  });

  it('leaves nothing behind where its hash is wrong, and says so', async () => {
    server.answer = sendFile(CHANGED);
    await expect(install()).rejects.toMatchObject({ code: 'download-different', message: archive.address });
    expect(await everything()).toEqual([]);
  });

  it('leaves nothing behind where it has not what is wanted', async () => {
    await expect(install({ ...archive, members: { other: 'tool' } })).rejects.toThrow();
    expect(await everything()).toEqual([]);
  });

  it('is not unpacked before it is whole', async () => {
    server.answer = cutAfter(100_000, WHEEL);
    await expect(install()).rejects.toMatchObject({ code: 'download-cut' });
    expect(await everything()).toEqual([`${archive.sha256}.part`]);
    server.answer = sendFile(WHEEL);
    await install();
    expect(await everything()).toEqual(['tool']);
  });

  it('comes by HTTPS alone, also by a detour', async () => {
    server.answer = sendStatus(302, 'http://127.0.0.2/tool.whl');
    await expect(install()).rejects.toMatchObject({ code: 'download-refused' });
    await expect(install(archive, { testOrigin: null })).rejects.toMatchObject({ code: 'download-refused' });
    expect(await everything()).toEqual([]);
  });
});

describe('the archives that are fetched', () => {
  it.each([...Object.entries(FFMPEG_ARCHIVES), ['cuda', CUDA_PROVIDER_ARCHIVE] as const])(
    'have a size and a hash: %s',
    (_platform, { address, bytes, sha256, members }) => {
      expect(address).toMatch(/^https:\/\/files\.pythonhosted\.org\/packages\/[\w/.-]+\.whl$/);
      expect(bytes).toBeGreaterThan(1e6);
      expect(sha256).toMatch(/^[0-9a-f]{64}$/);
      expect(Object.values(members).every((name) => /^[\w.]+$/.test(name))).toBe(true);
    },
  );

  it('belong to the ONNX Runtime that is in use', () => {
    expect(packageJson.dependencies['onnxruntime-node']).toBe(CUDA_PROVIDER_RELEASE);
    expect(CUDA_PROVIDER_ARCHIVE.address).toContain(`onnxruntime_gpu-${CUDA_PROVIDER_RELEASE}-`);
  });
});
