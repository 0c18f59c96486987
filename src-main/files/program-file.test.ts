import { chmod, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { programFile } from './program-file.ts';

const REFUSED = { code: 'program-refused' };
let folder = '';

beforeAll(async () => (folder = await realpath(await mkdtemp(join(tmpdir(), 'genrescope-program-')))));
afterAll(() => rm(folder, { recursive: true, force: true }));

async function file(name: string, mode: number): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, 'program');
  await chmod(path, mode);
  return path;
}

it('a regular executable file is a program, also through a link', async () => {
  const program = await file('ffmpeg.exe', 0o755);
  expect(await programFile(program)).toBe(program);
  await symlink(program, join(folder, 'link.exe'));
  expect(await programFile(join(folder, 'link.exe'))).toBe(program);
});

it('a file without the right to execute, a folder and nothing are none', async () => {
  for (const path of [await file('notes', 0o644), folder, join(folder, 'missing')])
    await expect(programFile(path), path).rejects.toMatchObject(REFUSED);
});

it.each(['ffmpeg', './ffmpeg', '//server/share/ffmpeg', '\\\\server\\share\\ffmpeg.exe', '', 'C:\\ffmpeg.exe'])(
  '%j names no file of this computer',
  (path) => expect(programFile(path, 'linux')).rejects.toMatchObject(REFUSED),
);

it.each(['\\\\?\\C:\\ffmpeg.exe', '//./C:/ffmpeg.exe', '\\ffmpeg.exe', 'C:ffmpeg.exe', '/ffmpeg.exe'])(
  'nor does %j on Windows',
  (path) => expect(programFile(path, 'win32')).rejects.toMatchObject(REFUSED),
);
