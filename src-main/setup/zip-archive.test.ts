import { mkdtempSync, readFileSync, readlinkSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { listEntries, unzip } from './zip-archive.mjs';

interface Entry {
  readonly name: string;
  readonly content?: string;
  readonly mode?: number;
  readonly isStored?: boolean;
}

const LOCAL_EXTRA = Buffer.from('extra field of the local header only');
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zip-archive-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Only the fields that a reader needs; sizes and offsets are true. */
function zip(entries: readonly Entry[], comment = ''): string {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { name, content = '', mode = 0o100644, isStored = false } of entries) {
    const packed = isStored ? Buffer.from(content) : deflateRawSync(content);
    const local = Buffer.alloc(30);
    local.writeUInt16LE(name.length, 26);
    local.writeUInt16LE(LOCAL_EXTRA.length, 28);
    const header = Buffer.alloc(46);
    header.writeUInt32LE(0x02014b50, 0);
    header.writeUInt16LE(isStored ? 0 : 8, 10);
    header.writeUInt32LE(packed.length, 20);
    header.writeUInt16LE(name.length, 28);
    header.writeUInt32LE((mode << 16) >>> 0, 38);
    header.writeUInt32LE(offset, 42);
    locals.push(local, Buffer.from(name), LOCAL_EXTRA, packed);
    central.push(header, Buffer.from(name));
    offset += local.length + name.length + LOCAL_EXTRA.length + packed.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  const path = join(folder, 'archive.zip');
  writeFileSync(path, Buffer.concat([...locals, directory, end, Buffer.from(comment)]));
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
