import { execFile } from 'node:child_process';
import { appendFile, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readRegularFile } from './read-regular-file.ts';

const bounds = { mostBytes: 1000, invalid: 'model-invalid' } as const;
let folder = '';
const at = (name: string) => join(folder, name);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'genrescope-regular-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('a file of bounded size', () => {
  it.each([0, 1, 999, 1000])('is read: %i bytes', async (length) => {
    const bytes = Buffer.alloc(length, 'abc');
    await writeFile(at('card.json'), bytes);
    await symlink(at('card.json'), at('link'));
    expect((await readRegularFile(at('card.json'), bounds)).equals(bytes)).toBe(true);
    expect((await readRegularFile(at('link'), bounds)).equals(bytes)).toBe(true);
  });

  it('is read to its end where it grows meanwhile', async () => {
    await writeFile(at('growing'), 'a'.repeat(100));
    const reading = readRegularFile(at('growing'), bounds);
    await appendFile(at('growing'), 'b'.repeat(700));
    expect([100, 800]).toContain((await reading).length);
  });

  it('is refused above its bounds, without being read', async () => {
    await writeFile(at('large'), '');
    await truncate(at('large'), 1e12);
    await expect(readRegularFile(at('large'), bounds)).rejects.toMatchObject({
      code: 'model-invalid',
      message: expect.stringContaining('larger than 1000 bytes'),
    });
  });

  it('leaves to the file system what is not there', async () => {
    await expect(readRegularFile(at('none'), bounds)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe.runIf(process.platform !== 'win32')('what is no file', () => {
  const refused = { code: 'model-invalid', message: expect.stringContaining('no ordinary file') };

  it('is refused: a folder, devices and what leads to them', async () => {
    await symlink('/dev/zero', at('endless'));
    for (const path of [folder, '/dev/zero', '/dev/null', at('endless')])
      await expect(readRegularFile(path, bounds)).rejects.toMatchObject(refused);
  });

  it('is refused at once: a pipe that nobody writes to', async () => {
    await promisify(execFile)('mkfifo', [at('pipe')]);
    await expect(readRegularFile(at('pipe'), bounds)).rejects.toMatchObject(refused);
  });
});
