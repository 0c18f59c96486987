import { execFile } from 'node:child_process';
import { createServer } from 'node:net';
import { chmod, mkdir, readFile, readdir, realpath, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TagFolder } from '../testing/tag-folder.ts';
import { makeTagFolder, makeWavs } from '../testing/tag-folder.ts';
import { listBatchIds } from './journal.ts';

let place: TagFolder;
beforeEach(async () => {
  place = await makeTagFolder();
});
afterEach(() => place.remove());

const openFiles = async () => (await readdir('/proc/self/fd')).length;

async function makeOddFiles(): Promise<Record<string, string>> {
  const at = (name: string) => join(place.music, name);
  await promisify(execFile)('mkfifo', [at('pipe.wav')]);
  await mkdir(at('folder.wav'));
  await writeFile(at('empty.wav'), '');
  await symlink(at('nowhere.wav'), at('dangling.wav'));
  await symlink(at('loop 2.wav'), at('loop 1.wav'));
  await symlink(at('loop 1.wav'), at('loop 2.wav'));
  await makeWavs([at('locked.wav')]);
  await chmod(at('locked.wav'), 0o444);
  return {
    [at('pipe.wav')]: 'file-not-audio',
    [at('folder.wav')]: 'file-not-audio',
    [at('empty.wav')]: 'file-empty',
    [at('gone.wav')]: 'file-not-found',
    [at('dangling.wav')]: 'file-not-found',
    [at('loop 1.wav')]: 'file-unreadable',
    [at('locked.wav')]: 'file-read-only',
    '/dev/null': 'file-not-audio',
    '/dev/zero': 'file-not-audio',
    [join(at('empty.wav'), 'below.wav')]: 'file-not-found',
    [at(`${'n'.repeat(300)}.wav`)]: 'file-unreadable',
  };
}

describe.runIf(process.platform === 'linux')(
  'what is no file that could be written (with pipes and devices, as Linux has them)',
  () => {
    it('is refused with a typed error, does not hang, is left alone and leaves no file open', async () => {
      const codes = await makeOddFiles();
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(join(place.music, 'socket.wav'), resolve));
      codes[join(place.music, 'socket.wav')] = 'file-not-audio';
      const before = await readdir(place.music);
      await place.write(Object.keys(codes));
      const opened = await openFiles();
      for (let round = 0; round < 5; round++) {
        const { failures, written, batchId } = await place.write(Object.keys(codes));
        expect(
          Object.fromEntries(failures.map(({ folder, fileName, error }) => [join(folder, fileName), error.code])),
        ).toEqual(codes);
        expect({ written, batchId }).toEqual({ written: 0, batchId: null });
      }
      expect(await openFiles()).toBeLessThanOrEqual(opened);
      expect(await readdir(place.music)).toEqual(before);
      expect(await listBatchIds(place.journal)).toEqual([]);
      await new Promise((resolve) => server.close(resolve));
    });
  },
);

describe('a chain of symbolic links', () => {
  it('is followed to its file and stays a chain', async () => {
    const path = join(place.music, 'a.wav');
    const [original] = await makeWavs([path]);
    await mkdir(join(place.music, 'links'));
    const links = ['1.wav', '2.wav', '3.wav'].map((name) => join(place.music, 'links', name));
    for (const [index, name] of links.entries()) await symlink(links[index - 1] ?? '../a.wav', name);
    const { batchId } = await place.write([links[2]!]);
    expect(await realpath(links[2]!)).toBe(await realpath(path));
    expect(
      (await readdir(join(place.music, 'links'), { withFileTypes: true })).every((entry) => entry.isSymbolicLink()),
    ).toBe(true);
    expect((await readFile(path)).equals(original!)).toBe(false);
    expect(await place.undo(batchId)).toMatchObject({ written: 1, failures: [] });
    expect((await readFile(path)).equals(original!)).toBe(true);
  });
});
