import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { examineSystem } from '../doctor.ts';
import { brokenModels, findUsableModel } from './broken-models.ts';
import { loadModel } from './model-folder.ts';

const SHIPPED = resolve(import.meta.dirname, '../../../resources/models');

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'genrescope-models-'));
});
afterEach(() => rm(root, { recursive: true }));

/** A shipped model under another name. */
async function install(name: string, from = 'mel-statistics'): Promise<string> {
  const folder = join(root, name);
  await cp(join(SHIPPED, from), folder, { recursive: true });
  const card = JSON.parse(await readFile(join(folder, 'card.json'), 'utf8')) as object;
  await writeFile(join(folder, 'card.json'), JSON.stringify({ ...card, name }));
  return folder;
}

const broken = async () => (await brokenModels([root, SHIPPED])).map(({ name }) => name);

describe('a model that cannot be used', () => {
  it.each<[string, (folder: string) => Promise<unknown>]>([
    ['without its network', (folder) => rm(join(folder, 'model.onnx'))],
    ['with another network', (folder) => writeFile(join(folder, 'model.onnx'), 'another')],
    ['with a cut network', (folder) => truncate(join(folder, 'model.onnx'), 1000)],
    [
      'with a folder for a network',
      (folder) => rm(join(folder, 'model.onnx')).then(() => mkdir(join(folder, 'model.onnx'))),
    ],
    ['with a broken card', (folder) => writeFile(join(folder, 'card.json'), '{ broken')],
    ['with an empty card', (folder) => writeFile(join(folder, 'card.json'), '')],
    ['without its card', (folder) => rm(join(folder, 'card.json'))],
  ])('is named: one %s', async (_kind, damage) => {
    await damage(await install('mine'));
    expect(await broken()).toEqual(['mine']);
    await expect(findUsableModel('mine', [root, SHIPPED])).rejects.toMatchObject({ code: 'model-invalid' });
    const items = await examineSystem({
      dataFolder: { path: root, why: 'option' },
      crashes: root,
      modelRoots: [root, SHIPPED],
      ffmpegPath: null,
      provider: null,
    });
    expect(items.find(({ name }) => name === 'Model mine')).toMatchObject({
      status: 'missing',
      detail: expect.stringContaining('broken'),
    });
    expect(items.find(({ name }) => name === 'Models')?.detail).not.toContain('mine');
  });

  it('is named where its folder is a link to what is not there', async () => {
    await symlink(join(root, 'unmounted'), join(root, 'mine'));
    expect(await broken()).toEqual(['mine']);
  });

  it('breaks the ensembles that it is a member of', async () => {
    await install('mel-cnn', 'mel-cnn');
    expect(await broken()).toEqual([]);
    await rm(join(root, 'mel-cnn', 'model.onnx'));
    expect((await broken()).sort()).toEqual(['ensemble', 'mel-cnn']);
  });

  it('is none where all is well, and where folders and files are no models', async () => {
    await install('mine');
    await mkdir(join(root, 'pictures'));
    await writeFile(join(root, 'notes.txt'), 'x');
    expect(await broken()).toEqual([]);
  });
});

describe.runIf(process.platform !== 'win32')('a model of files that never end', () => {
  it.each([
    ['card.json', '/dev/zero'],
    ['model.onnx', '/dev/zero'],
    ['card.json', 'pipe'],
    ['model.onnx', 'pipe'],
  ])('is named, and none is read: %s as %s', async (file, target) => {
    const folder = await install('mine');
    await rm(join(folder, file));
    if (target === 'pipe') await promisify(execFile)('mkfifo', [join(folder, file)]);
    else await symlink(target, join(folder, file));
    expect(await broken()).toEqual(['mine']);
    await expect(loadModel(folder)).rejects.toMatchObject({ code: 'model-invalid' });
  });
});
