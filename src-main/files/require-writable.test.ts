import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { requireWritable } from './require-writable.ts';

let place = '';
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'genrescope-writable-'));
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

it('makes a folder and leaves nothing in it', () => {
  const folder = join(place, 'a', 'b');
  requireWritable(folder);
  expect(readdirSync(folder)).toEqual([]);
});

it('says where a file is in the way', () => {
  writeFileSync(join(place, 'file'), '');
  expect(() => requireWritable(join(place, 'file'))).toThrow(expect.objectContaining({ code: 'folder-not-made' }));
});

// Every user may look into /proc, and nobody may make a folder there.
it.runIf(process.platform === 'linux')('says where a folder cannot be written', () => {
  expect(() => requireWritable('/proc/self')).toThrow(expect.objectContaining({ code: 'data-folder-read-only' }));
});
