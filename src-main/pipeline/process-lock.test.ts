import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { acquireLock } from './process-lock.ts';

let folder = '';
let path = '';
const children: ChildProcess[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'genrescope-lock-'));
  path = join(folder, 'lock.db');
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await rm(folder, { recursive: true });
});

/** Another process that holds the lock until it is killed, if it gets it; what it says tells. */
async function takeElsewhere(): Promise<{ child: ChildProcess; said: string }> {
  const code = `const database = new (require('libsql'))(process.argv[1]);
    try { database.exec('BEGIN EXCLUSIVE'); console.log('held'); } catch (error) { console.log(error.code); }
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['-e', code, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, said: said.toString().trim() };
}

describe('the lock', () => {
  it('keeps another process out until it is given back', async () => {
    const release = acquireLock(path, 'is testing');
    expect((await takeElsewhere()).said).toMatch(/^SQLITE_BUSY/);
    release();
    expect((await takeElsewhere()).said).toBe('held');
    expect(() => acquireLock(path, 'is testing')).toThrow(
      expect.objectContaining({ code: 'busy', message: 'Another Genrescope is testing.' }),
    );
  });

  it('keeps the same process out too, and a refusal does not give it back', async () => {
    const release = acquireLock(path, 'is testing');
    for (let round = 0; round < 3; round++)
      expect(() => acquireLock(path, 'is testing')).toThrow(expect.objectContaining({ code: 'busy' }));
    expect((await takeElsewhere()).said).toMatch(/^SQLITE_BUSY/);
    release();
    acquireLock(path, 'is testing')();
  });

  it('ends with its process, however that ends', async () => {
    for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
      const { child, said } = await takeElsewhere();
      expect(said).toBe('held');
      expect(() => acquireLock(path, 'is testing')).toThrow(expect.objectContaining({ code: 'busy' }));
      child.kill(signal);
      await once(child, 'exit');
      acquireLock(path, 'is testing')();
    }
  });

  it.runIf(process.platform === 'linux')('leaves no file open, given back or refused', async () => {
    acquireLock(path, 'is testing')();
    const opened = (await readdir('/proc/self/fd')).length;
    for (let round = 0; round < 50; round++) {
      const release = acquireLock(path, 'is testing');
      expect(() => acquireLock(path, 'is testing')).toThrow();
      release();
    }
    expect((await readdir('/proc/self/fd')).length).toBeLessThanOrEqual(opened);
  });
});

describe('a place where there can be no lock', () => {
  it('is told of by a typed error: no folder, a folder in its place', async () => {
    await mkdir(join(folder, 'is a folder'));
    for (const where of [join(folder, 'missing', 'lock.db'), join(folder, 'is a folder')]) {
      expect(() => acquireLock(where, 'is testing')).toThrow(
        expect.objectContaining({ name: 'AppError', code: 'file-read-only' }),
      );
    }
  });

  it.runIf(process.platform === 'linux')(
    'is told of where the folder cannot be written, as /proc on Linux by nobody',
    () => {
      expect(() => acquireLock('/proc/genrescope-lock.db', 'is testing')).toThrow(
        expect.objectContaining({ name: 'AppError', code: 'file-read-only' }),
      );
    },
  );
});
