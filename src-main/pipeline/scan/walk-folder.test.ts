import { link, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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

async function walk(root: string, followLinks = false) {
  const files: string[] = [];
  const unreadable: Record<string, string> = {};
  const leftOut: string[] = [];
  for await (const event of walkFolder(root, { followLinks })) {
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

describe('links', () => {
  let outside = '';
  beforeEach(async () => {
    outside = await mkdtemp(join(tmpdir(), 'genrescope-outside-'));
    await writeFile(join(outside, 'far.mp3'), 'x');
    await mkdir(join(folder, 'links'));
  });
  afterEach(async () => {
    await rm(outside, { recursive: true });
  });
  const link = (target: string, name: string) => symlink(target, join(folder, 'links', name));

  it('to files are taken for what they lead to, and each file once', async () => {
    await writeFile(join(folder, 'song.mp3'), 'x');
    await link(join(folder, 'song.mp3'), 'same.mp3');
    await link(join(outside, 'far.mp3'), 'far one.mp3');
    await link(join(outside, 'far.mp3'), 'far two.mp3');
    expect((await walk(folder, true)).files).toEqual(['links/far one.mp3', 'song.mp3']);
  });

  it('that lead out of the folder are left out and said, unless they are to be followed', async () => {
    await writeFile(join(outside, 'cover.jpg'), 'x');
    await link(outside, 'folder');
    await link(join(outside, 'far.mp3'), 'far.mp3');
    await link(join(outside, 'cover.jpg'), 'cover.jpg');
    // A way out in two steps.
    await link(join(folder, 'links', 'folder', 'far.mp3'), 'twice.mp3');
    expect(await walk(folder)).toEqual({
      files: [],
      unreadable: {},
      leftOut: ['links/far.mp3', 'links/folder', 'links/twice.mp3'],
    });
    expect(await walk(folder, true)).toEqual({
      files: ['links/far.mp3'],
      unreadable: {},
      leftOut: [],
    });
  });

  it('within the folder work, also to names that begin with dots, and never go in circles', async () => {
    await mkdir(join(folder, 'links', 'deep'));
    await mkdir(join(folder, '..And Justice'));
    await writeFile(join(folder, '..And Justice', 'one.mp3'), 'x');
    await writeFile(join(folder, '..And Justice', 'odd.name'), 'x');
    await symlink(folder, join(folder, 'links', 'deep', 'up'));
    await link(join(folder, '..And Justice', 'odd.name'), 'renamed.mp3');
    await link(join(folder, '..And Justice'), 'album');
    const found = { files: ['..And Justice/one.mp3', 'links/renamed.mp3'], unreadable: {}, leftOut: [] };
    expect(await walk(folder)).toEqual(found);
    expect(await walk(folder, true)).toEqual(found);
  });

  it('are followed where they are what was opened', async () => {
    await link(outside, 'opened');
    expect((await walk(join(folder, 'links', 'opened'))).files).toEqual(['links/opened/far.mp3']);
  });

  it('out of the folder and back are followed without end by nobody', async () => {
    await symlink(folder, join(outside, 'back'));
    await link(outside, 'out');
    await link(join(outside, 'far.mp3'), 'the same.mp3');
    expect((await walk(folder, true)).files).toEqual(['links/out/far.mp3']);
  });
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
