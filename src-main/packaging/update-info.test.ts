import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { updateInfoName, writeUpdateInfo } from './update-info.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'genrescope-update-info-'));
});
afterEach(() => rm(folder, { recursive: true }));

const NEWEST = { version: '1.1.0', releaseNotes: 'Added\n- “A”: b', releaseDate: new Date(0) };

test('every Linux package is listed with size and SHA-512, in place of what was there', async () => {
  await writeFile(join(folder, 'latest-linux.yml'), 'files: []\n');
  for (const name of ['a.AppImage', 'a.cdx.json', 'a.deb', 'a.rpm', 'a.tar.gz'])
    await writeFile(join(folder, name), name);
  expect(await writeUpdateInfo(folder, 'x64', NEWEST)).toEqual(['a.AppImage', 'a.deb', 'a.rpm', 'a.tar.gz']);
  const said: unknown = JSON.parse(await readFile(join(folder, 'latest-linux.yml'), 'utf8'));
  const sha512 = createHash('sha512').update('a.deb').digest('base64');
  expect(said).toMatchObject({ version: '1.1.0', releaseNotes: NEWEST.releaseNotes, path: 'a.AppImage' });
  expect(said).toHaveProperty(['files', 1], { url: 'a.deb', sha512, size: 5 });
});

test('the file has the name that electron-updater asks for, and is not there without a package', async () => {
  expect(updateInfoName('arm64')).toBe('latest-linux-arm64.yml');
  expect(await writeUpdateInfo(folder, 'arm64', NEWEST)).toEqual([]);
  await expect(readFile(join(folder, 'latest-linux-arm64.yml'))).rejects.toThrow('ENOENT');
});
