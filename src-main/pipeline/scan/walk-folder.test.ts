import { link, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fsPath, shownPath } from '../../files/fs-path.ts';
import { readMetadata } from './read-metadata.ts';
import { walkFolder } from './walk-folder.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'genrescope-walk-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function walk(root: string) {
  const files: string[] = [];
  const unreadable: Record<string, string> = {};
  const leftOut: string[] = [];
  for await (const event of walkFolder(root)) {
    if (event.kind === 'file') files.push(relative(folder, event.file.path));
    else if (event.kind === 'unreadable') unreadable[relative(folder, event.path)] = event.error.code;
    else leftOut.push(relative(folder, event.leftOut.path));
  }
  return { files, unreadable, leftOut };
}

it('finds music in name order, whatever its name, once, and leaves out what belongs to other programs', async () => {
  for (const name of ['b/deep', '.38 Special', '@eaDir', '.Trash-1000'])
    await mkdir(join(folder, name), { recursive: true });
  for (const name of [
    'b/deep/3.FLAC',
    'a’s “x”\n.mp3',
    'b/2.m4a',
    '.38 Special/a.mp3',
    '...And Justice.mp3',
    '._a.mp3',
    '@eaDir/x.mp3',
    '.Trash-1000/t.mp3',
    'cover.jpg',
    '日本.ogg',
  ])
    await writeFile(join(folder, name), 'x');
  await symlink(folder, join(folder, 'b', 'loop'));
  await symlink(join(folder, 'nowhere.mp3'), join(folder, 'broken.mp3'));
  const { files, unreadable, leftOut } = await walk(folder);
  expect(files).toEqual([
    '...And Justice.mp3',
    '.38 Special/a.mp3',
    'a’s “x”\n.mp3',
    'b/2.m4a',
    'b/deep/3.FLAC',
    '日本.ogg',
  ]);
  expect(leftOut).toEqual(['.Trash-1000', '._a.mp3', '@eaDir']);
  expect(unreadable).toEqual({ 'broken.mp3': 'file-not-found' });
});

it('takes a linked file for what it leads to, and each file once', async () => {
  const outside = await mkdtemp(join(tmpdir(), 'genrescope-outside-'));
  await mkdir(join(folder, 'links'));
  await writeFile(join(folder, 'song.mp3'), 'x');
  await writeFile(join(outside, 'far.mp3'), 'x');
  await symlink(join(folder, 'song.mp3'), join(folder, 'links', 'same.mp3'));
  await symlink(join(outside, 'far.mp3'), join(folder, 'links', 'far one.mp3'));
  await symlink(join(outside, 'far.mp3'), join(folder, 'links', 'far two.mp3'));
  expect((await walk(folder)).files).toEqual(['links/far one.mp3', 'song.mp3']);
  await rm(outside, { recursive: true });
});

it('takes a file as it is, and says when there is nothing', async () => {
  await writeFile(join(folder, 'odd.name'), 'x');
  expect((await walk(join(folder, 'odd.name'))).files).toEqual(['odd.name']);
  expect((await walk(join(folder, 'none'))).unreadable).toEqual({ none: 'file-not-found' });
});

it('reads no tags from what has none, and names empty files', async () => {
  await writeFile(join(folder, 'text.mp3'), 'x'.repeat(5000));
  expect(await readMetadata(join(folder, 'text.mp3'))).toMatchObject({ title: '', genres: [], durationSeconds: null });
  await writeFile(join(folder, 'empty.mp3'), '');
  await expect(readMetadata(join(folder, 'empty.mp3'))).rejects.toMatchObject({ code: 'file-empty' });
});

it('takes a file with several names once, and says where the others are', async () => {
  await writeFile(join(folder, 'a.mp3'), 'x');
  await link(join(folder, 'a.mp3'), join(folder, 'b.mp3'));
  expect(await walk(folder)).toEqual({ files: ['a.mp3'], unreadable: {}, leftOut: ['b.mp3'] });
});

it.runIf(process.platform === 'linux')('finds files whose names are not UTF-8, and tells them apart', async () => {
  for (const byte of [0xe8, 0xe9])
    await writeFile(Buffer.concat([Buffer.from(`${folder}/caf`), Buffer.of(byte), Buffer.from('.mp3')]), String(byte));
  const { files, unreadable } = await walk(folder);
  expect(unreadable).toEqual({});
  expect(files.map(shownPath)).toEqual(['caf\ufffd.mp3', 'caf\ufffd.mp3']);
  expect(await Promise.all(files.map((name) => readFile(fsPath(join(folder, name)), 'utf8')))).toEqual(['232', '233']);
});
