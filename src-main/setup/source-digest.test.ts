import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sourceDigest } from './source-digest.mjs';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'source-digest-'));
  write('src-main/index.ts', 'one');
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

function write(path: string, content: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}

test.each([
  ['a new source', () => write('training/deep/new.ts', '')],
  ['another size', () => write('src-main/index.ts', 'longer')],
  ['another time', () => utimesSync(join(root, 'src-main/index.ts'), 1, 1)],
  ['a file gone', () => rmSync(join(root, 'src-main/index.ts'))],
])('changes with %s', (_name, change) => {
  const before = sourceDigest(root);
  change();
  expect(sourceDigest(root)).not.toBe(before);
});

test('does not change with tests, these scripts or what lies outside the sources', () => {
  const before = sourceDigest(root);
  write('src-main/index.test.ts', '');
  write('src-main/setup/start.mjs', '');
  write('out/main/index.js', '');
  expect(sourceDigest(root)).toBe(before);
});
