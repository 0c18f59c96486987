import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MUSICNN_SPEC } from '../../pipeline/features/known-specs.ts';
import { loadCard, loadModel, loadModelCard } from '../../pipeline/model/model-folder.ts';
import { AppError } from '../../contract/app-error.ts';
import type { AddNetworkContext, ForeignWeights } from './add-network.ts';
import { addNetwork } from './add-network.ts';
import { networkCard } from './network-card.ts';

const SHIPPED = resolve(import.meta.dirname, '../../../resources/models');
const ZIP = Buffer.from('PK\u0003\u0004 and more');

const NAME = 'heard-elsewhere';
/** Entries of a model’s card that a head’s facts lack. */
const OF_THE_NETWORK = ['formatVersion', 'name', 'featureSpec', 'featureSpecHash', 'network'];
const FACTS = {
  name: NAME,
  title: 'Heard elsewhere',
  description: '',
  architecture: 'musicnn',
  featureSpec: MUSICNN_SPEC,
  origin: 'somebody',
  licence: 'MIT',
};

let isOfficial = false;
let folder = '';
let models = '';
let converted: ForeignWeights[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'genrescope-add-'));
  models = join(folder, 'models');
  converted = [];
  isOfficial = false;
});

/** Puts a head for the network among models that come with the app. @returns their folder */
async function shipHead(digest?: string): Promise<string> {
  const root = join(folder, 'shipped');
  const card = Object.fromEntries(
    Object.entries(await loadModelCard(join(SHIPPED, 'mel-cnn'))).filter(([key]) => !OF_THE_NETWORK.includes(key)),
  );
  const bytes = Buffer.from('head');
  const sha256 = digest ?? createHash('sha256').update(bytes).digest('hex');
  const head = { file: 'head.onnx', features: 5, sha256, parameters: 7, input: '', output: '' };
  const ensemble = { ...(await loadCard(join(SHIPPED, 'ensemble'))), name: 'together', members: ['mel-cnn', NAME] };
  await file(`shipped/heads/${NAME}/head.json`, Buffer.from(JSON.stringify({ ...card, head, ensemble })));
  await file(`shipped/heads/${NAME}/head.onnx`, bytes);
  return root;
}
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const add = (path: string, change: Partial<AddNetworkContext> = {}) =>
  addNetwork(path, {
    models,
    modelRoots: [models, SHIPPED],
    convert(weights) {
      converted.push(weights);
      return {
        name: NAME,
        network: Buffer.from('graph'),
        card: networkCard(FACTS, Buffer.from('graph'), 3),
        isOfficial,
      };
    },
    ...change,
  });
/** Writes a file, and its folder. @returns its path */
async function file(name: string, bytes: Uint8Array): Promise<string> {
  const path = join(folder, name);
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, bytes);
  return path;
}
const written = () => readdir(models).catch(() => []);

describe('adding a network', () => {
  it('makes a file of PyTorch’s a model, whole', async () => {
    expect(await add(await file('network.pt', ZIP))).toBe('heard-elsewhere');
    expect(converted).toEqual([{ kind: 'pytorch', file: ZIP }]);
    expect(await written()).toEqual(['heard-elsewhere']);
    expect((await readdir(join(models, 'heard-elsewhere'))).sort()).toEqual(['card.json', 'model.onnx']);
    expect(await readFile(join(models, 'heard-elsewhere', 'model.onnx'), 'utf8')).toBe('graph');
    await expect(add(join(folder, 'network.pt'))).rejects.toMatchObject({ code: 'model-exists' });
    expect(await written()).toEqual(['heard-elsewhere']);
  });

  it('makes a folder with a checkpoint of TensorFlow’s a model', async () => {
    await file('checkpoint/model.index', Buffer.from('index'));
    await file('checkpoint/model.data-00000-of-00001', Buffer.from('data'));
    await add(join(folder, 'checkpoint'));
    expect(converted).toEqual([{ kind: 'tensorflow', index: Buffer.from('index'), data: Buffer.from('data') }]);
  });

  it('makes the official weights a model with the head that was trained for them, and an ensemble with ours', async () => {
    const modelRoots = [models, await shipHead(), SHIPPED];
    const weights = await file('network.pt', ZIP);
    expect(await add(weights, { modelRoots })).toBe(NAME);
    await rm(join(models, NAME), { recursive: true });
    isOfficial = true;
    expect(await add(weights, { modelRoots })).toBe('together');
    expect((await written()).sort()).toEqual([NAME, 'together']);
    const { card, head } = await loadModel(join(models, NAME));
    expect(card).toMatchObject({ name: NAME, head: { features: 5 }, featureSpec: MUSICNN_SPEC });
    expect(Buffer.from(head ?? []).toString()).toBe('head');
    expect(await loadCard(join(models, 'together'))).toMatchObject({ members: ['mel-cnn', NAME] });
  });

  it('adds nothing where the head is damaged, or the ensemble’s name is taken', async () => {
    isOfficial = true;
    const weights = await file('network.pt', ZIP);
    const damaged = [models, await shipHead('0'.repeat(64)), SHIPPED];
    await expect(add(weights, { modelRoots: damaged })).rejects.toMatchObject({ code: 'model-invalid' });
    expect(await written()).toEqual([]);
    await file('models/together/card.json', Buffer.from('{}'));
    const modelRoots = [models, await shipHead(), SHIPPED];
    await expect(add(weights, { modelRoots })).rejects.toMatchObject({ code: 'model-exists' });
    expect(await written()).toEqual(['together']);
  });

  it('changes nothing where the weights are refused', async () => {
    const convert = () => {
      throw new AppError('network-unsupported', 'of another network');
    };
    await expect(add(await file('network.pt', ZIP), { convert })).rejects.toMatchObject({
      code: 'network-unsupported',
      message: 'of another network',
    });
    expect(await written()).toEqual([]);
  });

  it.each([
    ['a text', Buffer.from('no network')],
    ['nothing', Buffer.alloc(0)],
    ['one byte', Buffer.from('P')],
  ])('refuses a file with %s', async (_, bytes) => {
    await expect(add(await file('network.pt', bytes))).rejects.toMatchObject({ code: 'network-unsupported' });
    expect(converted).toEqual([]);
  });

  it('refuses what is too large, no file, gone, or a folder of other things', async () => {
    const large = await file('large.pt', Buffer.alloc(64 * 1024 * 1024 + 1));
    await expect(add(large)).rejects.toMatchObject({ code: 'network-unsupported' });
    await expect(add('/dev/null')).rejects.toMatchObject({ code: 'network-unsupported' });
    await expect(add(join(folder, 'gone.pt'))).rejects.toMatchObject({ code: 'file-not-found' });
    await expect(add(folder)).rejects.toMatchObject({ code: 'network-unsupported' });
    await file('half/model.index', Buffer.from('index'));
    await expect(add(join(folder, 'half'))).rejects.toMatchObject({ code: 'file-not-found' });
  });

  it('copies a model’s folder that computes what its card promises', async () => {
    const from = join(folder, 'friend');
    await cp(join(SHIPPED, 'mel-statistics'), from, { recursive: true });
    await expect(add(from)).rejects.toMatchObject({ code: 'model-exists' });
    const card = JSON.parse(await readFile(join(from, 'card.json'), 'utf8')) as object;
    await writeFile(join(from, 'card.json'), JSON.stringify({ ...card, name: 'from-a-friend' }));
    expect(await add(from)).toBe('from-a-friend');
    expect((await readdir(join(models, 'from-a-friend'))).sort()).toEqual(['card.json', 'model.onnx']);
    await writeFile(join(from, 'model.onnx'), 'no network');
    await expect(add(from)).rejects.toMatchObject({ code: 'model-invalid' });
  });
});
