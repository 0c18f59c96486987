import { mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeFolder } from './make-folder.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'genrescope-folder-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('makeFolder', () => {
  it('makes every level that is missing, and leaves what is there', () => {
    makeFolder(join(root, 'a', 'b', 'c'));
    writeFileSync(join(root, 'a', 'kept'), 'x');
    makeFolder(join(root, 'a', 'b', 'c'));
    expect(statSync(join(root, 'a', 'b', 'c')).isDirectory()).toBe(true);
    expect(statSync(join(root, 'a', 'kept')).size).toBe(1);
  });

  it('names what is in its way', () => {
    writeFileSync(join(root, 'file'), '');
    symlinkSync(join(root, 'nowhere'), join(root, 'dangling'));
    for (const path of ['file', 'file/below', 'dangling', 'dangling/below', 'x'.repeat(300)]) {
      expect(() => makeFolder(join(root, path)), path).toThrow(
        expect.objectContaining({ code: 'folder-not-made', message: expect.stringContaining(join(root, path)) }),
      );
    }
  });

  it.runIf(process.platform === 'linux')('ends where the kernel makes no folders', () => {
    for (const path of ['/proc/x', '/proc/x/y/z', '/proc/self/home'])
      expect(() => makeFolder(path)).toThrow(expect.objectContaining({ code: 'folder-not-made' }));
  });
});
