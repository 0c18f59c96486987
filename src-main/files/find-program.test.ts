import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findProgram, pathFolders } from './find-program.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'genrescope-programs-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function program(name: string, mode = 0o755): Promise<string> {
  const path = join(folder, name);
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, '');
  await chmod(path, mode);
  return path;
}

const find = (...entries: readonly string[]) =>
  findProgram('tool', { environment: { PATH: entries.join(':') }, platform: 'linux' });

describe.runIf(process.platform !== 'win32')('a program by its bare name', () => {
  it('is the first one that can be run in a folder of PATH', async () => {
    const second = await program('b/tool');
    await program('a/tool', 0o644);
    await mkdir(join(folder, 'c/tool'), { recursive: true });
    await program('d/tool');
    expect(await find(...['none', 'a', 'c', 'b', 'd'].map((name) => join(folder, name)))).toBe(second);
    expect(await find(join(folder, 'a'))).toBeNull();
  });

  it('is never found in the current folder, nor by a way from there', async () => {
    await program('b/tool');
    const here = relative(process.cwd(), join(folder, 'b'));
    expect(await find('', '.', here)).toBeNull();
    expect(await findProgram('tool', { environment: {}, platform: 'linux' })).toBeNull();
  });
});

describe('the folders of PATH', () => {
  it('are the absolute ones', () => {
    expect(pathFolders('/usr/bin::.:bin:./x:../y:~/bin:/opt/a b', 'linux')).toEqual(['/usr/bin', '/opt/a b']);
    const list = 'C:\\Windows;;.;bin;\\x;C:tools; "D:\\a;b" ;"D:\\Program Files\\x";\\\\server\\share;d:/y';
    expect(pathFolders(list, 'win32')).toEqual(['C:\\Windows', 'D:\\Program Files\\x', '\\\\server\\share', 'd:/y']);
  });
});
