import { mkdtempSync, readFileSync, readlinkSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ZipMember } from '../testing/zip-file.ts';
import { zipFile } from '../testing/zip-file.ts';
import { listEntries, unzip } from './zip-archive.mjs';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zip-archive-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function zip(members: readonly ZipMember[], comment = ''): string {
  const path = join(folder, 'archive.zip');
  writeFileSync(path, zipFile(members, comment));
  return path;
}

const keepName = (name: string): string => name;

test('unpacks packed, stored and empty files, with permissions and links', async () => {
  const archive = zip([
    { name: 'app/' },
    { name: 'app/program', content: 'run me', mode: 0o100755 },
    { name: 'app/data', content: 'x'.repeat(5000), isStored: true },
    { name: 'app/empty', isStored: true },
    { name: 'app/link', content: 'program', mode: 0o120777 },
  ]);
  await unzip(archive, join(folder, 'out'), keepName);
  const unpacked = (name: string): string => readFileSync(join(folder, 'out/app', name), 'utf8');
  expect([unpacked('program'), unpacked('data').length, unpacked('empty')]).toEqual(['run me', 5000, '']);
  expect(statSync(join(folder, 'out/app/program')).mode & 0o111).toBe(0o111);
  expect(statSync(join(folder, 'out/app/data')).mode & 0o111).toBe(0);
  expect(readlinkSync(join(folder, 'out/app/link'))).toBe('program');
});

test('renames entries and leaves some out', async () => {
  const archive = zip([{ name: 'a', content: 'kept' }, { name: 'b' }], 'a comment at the end');
  await unzip(archive, join(folder, 'out'), (name) => (name === 'a' ? 'renamed' : null));
  expect(readFileSync(join(folder, 'out/renamed'), 'utf8')).toBe('kept');
  expect((await listEntries(archive)).map((entry) => entry.name)).toEqual(['a', 'b']);
});

test('refuses entries and links that lead outside the folder', async () => {
  await expect(unzip(zip([{ name: '../outside' }]), join(folder, 'out'), keepName)).rejects.toThrow('outside');
  const link = zip([{ name: 'link', content: '../../etc', mode: 0o120777 }]);
  await expect(unzip(link, join(folder, 'out'), keepName)).rejects.toThrow('outside');
});

test('refuses what is no zip file, or was cut short', async () => {
  const archive = zip([{ name: 'a', content: 'text' }]);
  writeFileSync(archive, readFileSync(archive).subarray(0, 40));
  await expect(listEntries(archive)).rejects.toThrow('cut short');
});
