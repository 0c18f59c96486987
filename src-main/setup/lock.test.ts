import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isStale, withLock } from './lock.mjs';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

test('lets one work at a time and leaves nothing behind', async () => {
  const path = join(folder, 'new folder', 'lock');
  const events: string[] = [];
  const work = (name: string) => async (): Promise<void> => {
    events.push(`${name} in`);
    await new Promise(setImmediate);
    events.push(`${name} out`);
  };
  await Promise.all([withLock(path, work('a')), withLock(path, work('b'), () => events.push('b waits'))]);
  expect(events).toEqual(['a in', 'b waits', 'a out', 'b in', 'b out']);
  expect(existsSync(path)).toBe(false);
});

test('takes over the lock of a process that is gone', async () => {
  const path = join(folder, 'lock');
  const noProcessHasThisNumber = 2 ** 30;
  writeFileSync(path, `${noProcessHasThisNumber} ${hostname()}`);
  expect(await withLock(path, async () => 'done')).toBe('done');
});

test('judges a lock by its process on this machine, and by its age on another', () => {
  expect(isStale(`1 ${hostname()}`, 0, () => true)).toBe(false);
  expect(isStale(`1 ${hostname()}`, 0, () => false)).toBe(true);
  expect(isStale('1 another-machine', 0, () => false)).toBe(false);
  expect(isStale('1 another-machine', 120_000, () => true)).toBe(true);
});

test('frees the lock when the work fails', async () => {
  const path = join(folder, 'lock');
  await expect(withLock(path, async () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(existsSync(path)).toBe(false);
});
