import { execFile, spawnSync } from 'node:child_process';
import { chmod, chown, readFile, readdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TagFolder } from '../testing/tag-folder.ts';
import { makeTagFile } from '../testing/tag-folder.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const [USER, GROUP] = [12_345, 23_456];

/** Another user is needed, who can read this program. */
function canBeAnother(): boolean {
  if (process.getuid?.() !== 0) return false;
  const probe = spawnSync(
    process.execPath,
    ['-e', `require('fs').readFileSync(${JSON.stringify(import.meta.filename)})`],
    { uid: USER, gid: GROUP },
  );
  return probe.status === 0;
}

let place: TagFolder;
let path = '';
beforeEach(async () => {
  ({ place, path } = await makeTagFile());
  for (const folder of [dirname(place.music), place.music]) {
    await chown(folder, USER, GROUP);
    await chmod(folder, 0o755);
  }
});
afterEach(() => place.remove());

/** Writes as another user. @returns the code of the failure; empty for none */
async function writeAsAnother(): Promise<string> {
  const code = `
    const { applyBatch } = await import('${ROOT}/src-main/tags/batches.ts');
    const { createTestDecoder } = await import('${ROOT}/src-main/testing/test-decoder.ts');
    const { DEFAULT_WRITING_RULES } = await import('${ROOT}/src-main/testing/default-writing-rules.ts');
    const [path, root] = process.argv.slice(-2);
    const context = { root, decoder: createTestDecoder(), rules: DEFAULT_WRITING_RULES, onFile: () => undefined };
    const { failures } = await applyBatch([{ path, genres: ['Rock'], model: '' }], '', context);
    console.log(failures[0]?.error.code ?? '');`;
  const args = ['--import', 'tsx', '--input-type=module', '-e', code, '--', path, place.journal];
  const environment = { ...process.env, TMPDIR: dirname(place.music), HOME: dirname(place.music) };
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    cwd: ROOT,
    uid: USER,
    gid: GROUP,
    env: environment,
  });
  return stdout.trim();
}

describe.runIf(canBeAnother())(
  'written by another user (root alone can become one, who must be able to read this program)',
  () => {
    it('a file of root’s that only root may write is refused and stays root’s', async () => {
      await chmod(path, 0o644);
      const before = await readFile(path);
      expect(await writeAsAnother()).toBe('file-read-only');
      expect((await readFile(path)).equals(before)).toBe(true);
      expect(await stat(path)).toMatchObject({ uid: 0, gid: 0 });
    });

    it.each([0o464, 0o664, 0o666])(
      'a file of root’s that the group or everybody may write (%i) is written and stays root’s',
      async (mode) => {
        await chown(path, 0, GROUP);
        await chmod(path, mode);
        const [before, { ino }] = [await readFile(path), await stat(path)];
        expect(await writeAsAnother()).toBe('');
        expect((await readFile(path)).equals(before)).toBe(false);
        const { uid, gid, mode: after, ino: inode } = await stat(path);
        expect({ uid, gid, mode: after & 0o7777, inode }).toEqual({ uid: 0, gid: GROUP, mode, inode: ino });
        expect(await readdir(place.music)).toEqual(['a.wav']);
      },
    );

    it('a file that cannot be read is refused', async () => {
      await chown(path, 0, GROUP);
      await chmod(path, 0o620);
      expect(await writeAsAnother()).toBe('file-unreadable');
    });

    it('a file in a folder that cannot be written is refused and stays', async () => {
      await chown(path, USER, GROUP);
      await chmod(place.music, 0o555);
      const before = await readFile(path);
      expect(await writeAsAnother()).toBe('file-read-only');
      expect((await readFile(path)).equals(before)).toBe(true);
    });

    it('a file of the user’s own is written and stays the user’s', async () => {
      await chown(path, USER, GROUP);
      await chmod(path, 0o640);
      expect(await writeAsAnother()).toBe('');
      const { uid, gid, mode } = await stat(path);
      expect({ uid, gid, mode: mode & 0o7777 }).toEqual({ uid: USER, gid: GROUP, mode: 0o640 });
    });
  },
);
