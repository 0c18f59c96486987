import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { spectralTiltInference } from '../../testing/test-model.ts';
import type { FeatureSpec } from '../features/feature-spec.ts';
import { featureSpecHash, inputShape } from '../features/feature-spec.ts';
import { providersToTry } from './execution-providers.ts';
import { batchLimit, createBatcher } from './inference.ts';
import { findModelFolder, listModels, loadModel } from './model-folder.ts';
import { readSpecHash, recogniserOf } from './recogniser.ts';
import { createSession } from './session.ts';

const SHIPPED = new URL('../../../resources/models/mel-cnn/', import.meta.url);
let folder = '';
let card: Record<string, unknown> = {};
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'genrescope-model-'));
  card = JSON.parse(await readFile(new URL('card.json', SHIPPED), 'utf8')) as Record<string, unknown>;
  await writeFile(join(folder, 'model.onnx'), await readFile(new URL('model.onnx', SHIPPED)));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function loadWith(change: Record<string, unknown>) {
  await writeFile(join(folder, 'card.json'), JSON.stringify({ ...card, ...change }));
  return loadModel(folder);
}

/** Puts the card and its network into a folder of its own. @returns the folder of models */
async function installAs(name: string): Promise<string> {
  const root = join(folder, 'models');
  await mkdir(join(root, name), { recursive: true });
  for (const file of ['card.json', 'model.onnx']) await copyFile(join(folder, file), join(root, name, file));
  return root;
}

describe('a model’s folder', () => {
  it('loads as it was shipped', async () => {
    const { card: loaded } = await loadWith({});
    expect(loaded.genres).toContain('hiphop');
    expect(loaded.evaluation.map(({ tracks }) => tracks)).toEqual([197, 290]);
  });

  it('is refused when its front end is not the one that this code computes', async () => {
    const spec = card['featureSpec'] as Record<string, unknown>;
    await expect(loadWith({ featureSpec: { ...spec, hopLength: 512 } })).rejects.toMatchObject({
      code: 'model-spec-unsupported',
    });
    await expect(loadWith({ featureSpec: { ...spec, version: 2 } })).rejects.toMatchObject({
      code: 'model-spec-unsupported',
    });
    await expect(loadWith({ featureSpecHash: '0'.repeat(64) })).rejects.toMatchObject({
      code: 'model-spec-unsupported',
    });
  });

  it.each([
    ['bands', { melBands: 1e9 }],
    ['frames of a patch', { patchFrames: 1e9, patchHopFrames: 1e9 }],
    ['a patch', { patchFrames: 100_000, patchHopFrames: 100_000, melBands: 256, bandsPerRow: 1 }],
    ['samples a second', { sampleRate: 1e9 }],
    ['surroundings of a patch', { referenceSeconds: 1e9 }],
    ['surroundings of a patch in short frames', { referenceSeconds: 600, hopLength: 64 }],
    ['overlapping patches', { patchHopFrames: 1, hopLength: 64 }],
    ['frames from patch to patch', { patchHopFrames: 1e9 }],
  ])('is refused before room is made for too many: %s', async (_what, change) => {
    const spec = { ...(card['featureSpec'] as FeatureSpec), ...change } as FeatureSpec;
    // Its bands’ statistics fit it, and so does its hash: only its size speaks against it.
    const rows = inputShape(spec)[0] ?? 0;
    const pairs = Array.from({ length: Math.min(rows, 1000) }, () => 1);
    const featureSpec = { ...spec, normalisation: { mean: pairs, deviation: pairs } } as FeatureSpec;
    await expect(loadWith({ featureSpec, featureSpecHash: featureSpecHash(featureSpec) })).rejects.toMatchObject({
      code: 'model-spec-unsupported',
    });
  });

  it('is refused with a name, a title, genres, styles or a head beyond all use', async () => {
    const style = { name: 'house', kind: 'style', family: 'electronic', threshold: 0.5, isCalibrated: true };
    const styles = Array.from({ length: 1001 }, () => ({ ...style, averagePrecision: null, positives: 0, tracks: 0 }));
    const head = { file: 'head.onnx', features: 1e9, sha256: '0'.repeat(64), parameters: 1, input: '', output: '' };
    const names = Array.from({ length: 1001 }, (_, index) => `genre ${index}`);
    for (const change of [
      { name: 'x'.repeat(15e6) },
      { name: 'x'.repeat(65) },
      { title: 'x'.repeat(201) },
      { genres: names },
      { genres: ['rock', 'x'.repeat(201)] },
      { styles },
      { head },
    ])
      await expect(loadWith(change)).rejects.toMatchObject({ code: 'model-invalid' });
  });

  it('is found by its card’s name, whatever it is called itself', async () => {
    await loadWith({ name: 'mine' });
    const root = await installAs('Another Name');
    expect(await findModelFolder('mine', [root])).toBe(join(root, 'Another Name'));
    await expect(findModelFolder('Another Name', [root])).rejects.toMatchObject({ code: 'model-missing' });
    await mkdir(join(root, 'damaged'));
    expect(await findModelFolder('damaged', [root])).toBe(join(root, 'damaged'));
  });

  it('is refused when its parts do not belong together or are not there', async () => {
    await expect(loadWith({ genres: 'rock' })).rejects.toMatchObject({ code: 'model-invalid' });
    await writeFile(join(folder, 'model.onnx'), 'something else');
    await expect(loadWith({})).rejects.toMatchObject({ code: 'model-invalid' });
    await expect(findModelFolder('none', [folder])).rejects.toMatchObject({ code: 'model-missing' });
    await writeFile(join(folder, 'card.json'), '{');
    await expect(loadModel(folder)).rejects.toMatchObject({ code: 'model-invalid' });
    expect(await listModels([join(folder, '..')])).toBeInstanceOf(Array);
  });
});

describe('a recogniser’s hash', () => {
  it('changes when a model of one network is trained anew, and can be read without starting it', async () => {
    const { card: old } = await loadWith({});
    const root = await installAs('any folder');
    const first = await readSpecHash('mel-cnn', [root]);
    expect(recogniserOf('mel-cnn', [{ ...spectralTiltInference(), card: old }]).specHash).toBe(first);
    const network = card['network'] as Record<string, unknown>;
    await writeFile(
      join(root, 'any folder', 'card.json'),
      JSON.stringify({ ...card, network: { ...network, sha256: '0'.repeat(64) } }),
    );
    expect(await readSpecHash('mel-cnn', [root])).not.toBe(first);
    await expect(readSpecHash('none', [root])).rejects.toMatchObject({ code: 'model-missing' });
  });
});

describe('a session', () => {
  it('gives a patch the same logits in any batch, and says why other providers do not run', async () => {
    const { network } = await loadWith({});
    const session = await createSession(network, { provider: 'cpu', threads: 1 });
    const size = 128 * 128;
    const patches = Float32Array.from({ length: 7 * size }, (_, index) => Math.sin(index * 0.37) * 2);
    const shapes = { patches: [-1, 128, 128] };
    const together = (await session.run({ patches }, shapes))['logits']!;
    for (let patch = 0; patch < 7; patch++) {
      const alone = (await session.run({ patches: patches.slice(patch * size, (patch + 1) * size) }, shapes))[
        'logits'
      ]!;
      alone.forEach((value, genre) => expect(Math.abs(value - together[patch * 11 + genre]!)).toBeLessThan(1e-4));
    }
    await session.release();
    await expect(
      createSession(network, { provider: process.platform === 'win32' ? 'coreml' : 'directml', threads: 1 }),
    ).rejects.toMatchObject({ code: 'provider-unavailable' });
  });

  it('writes a profile that names the provider of every node', async () => {
    const { network } = await loadWith({});
    const prefix = join(await mkdtemp(join(folder, 'profile-')), 'profile');
    const session = await createSession(network, { provider: 'cpu', threads: 1, profilePrefix: prefix });
    await session.run({ patches: new Float32Array(128 * 128) }, { patches: [-1, 128, 128] });
    await session.release();
    const files = await readdir(dirname(prefix));
    expect(files).toEqual([expect.stringMatching(/^profile.*\.json$/)]);
    const text = await readFile(join(dirname(prefix), files[0]!), 'utf8');
    expect(JSON.parse(text)).toContainEqual(
      expect.objectContaining({ args: expect.objectContaining({ provider: 'CPUExecutionProvider' }) }),
    );
  });

  it('tries the platform’s providers in order, and a named one alone', () => {
    expect(providersToTry('auto', 'linux')).toEqual(['cuda', 'webgpu', 'cpu']);
    expect(providersToTry('auto', 'win32')).toEqual(['directml', 'webgpu', 'cpu']);
    expect(providersToTry('cuda', 'linux')).toEqual(['cuda']);
  });
});

describe('the batcher', () => {
  it('gathers what is asked at once and hands each its own answer', async () => {
    const sizes: number[] = [];
    const recognise = createBatcher(
      (patches) => {
        sizes.push(patches.length);
        const logits = Float32Array.from(patches.flatMap((patch) => [patch[0]!, -patch[0]!]));
        return Promise.resolve({ logits, embedding: Float32Array.from(patches, (patch) => 2 * patch[0]!) });
      },
      2,
      8,
    );
    const answers = await Promise.all(Array.from({ length: 11 }, (_, index) => recognise(Float32Array.of(index))));
    answers.forEach(({ logits, embedding }, index) =>
      expect([...logits, ...embedding]).toEqual([index, -index, 2 * index]),
    );
    expect(sizes).toEqual([8, 3]);
  });

  it('keeps batches of large patches small', () => {
    expect(batchLimit(128 * 128)).toBe(32);
    expect(batchLimit(720 * 720 * 4)).toBe(4);
    expect(batchLimit(1e9)).toBe(1);
  });

  it('refuses more features of a track than anybody keeps', async () => {
    const answer = { logits: Float32Array.of(1), embedding: new Float32Array(65_537) };
    const recognise = createBatcher(() => Promise.resolve(answer), 1, 8);
    await expect(recognise(new Float32Array(1))).rejects.toMatchObject({ code: 'model-invalid' });
  });

  it('fails a batch without stopping the next one', async () => {
    let calls = 0;
    const answer = { logits: Float32Array.of(1), embedding: new Float32Array(0) };
    const recognise = createBatcher(
      () => (calls++ === 0 ? Promise.reject(new Error('broken')) : Promise.resolve(answer)),
      1,
      8,
    );
    await expect(recognise(new Float32Array(1))).rejects.toThrow('broken');
    expect(await recognise(new Float32Array(1))).toEqual(answer);
  });
});
