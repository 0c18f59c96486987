import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { architectureOf } from '../../../training/architectures/index.ts';
import { synthesizeWav } from '../../testing/synthesize.ts';
import { createTestDecoder } from '../../testing/test-decoder.ts';
import type { TrainNetworkEvent } from './train-network.ts';
import { trainNetwork } from './train-network.ts';

let folder = '';
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'genrescope-train-network-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

async function makeMusic(genres: Readonly<Record<string, number>>): Promise<string> {
  const root = await mkdtemp(join(folder, 'music-'));
  for (const [genre, tracks] of Object.entries(genres)) {
    await mkdir(join(root, genre));
    for (let index = 0; index < tracks; index++)
      await writeFile(
        join(root, genre, `${index}.wav`),
        synthesizeWav({ seconds: 1, frequencies: [200 + 300 * index], noise: 0 }),
      );
  }
  return root;
}

function training(path: string, told: unknown[]): AsyncGenerator<TrainNetworkEvent> {
  return trainNetwork(
    {
      source: { kind: 'folders', path },
      architecture: architectureOf('mfcc-ann'),
      name: 'toy',
      out: join(folder, 'toy'),
      split: null,
      seed: 1,
      epochs: null,
      limit: null,
      genres: null,
      balanced: false,
      stepsPerRun: null,
      resume: false,
      provider: 'cpu',
      threads: 1,
    },
    {
      decoder: createTestDecoder(),
      workerFolder: '',
      onProgress: (done, total) => told.push([done, total]),
      onSkip: (file) => told.push(file),
      onGenreSkip: (genre) => told.push(genre),
    },
  );
}

it('reads the music, tells the plan, and begins to train on a split of it', async () => {
  const told: unknown[] = [];
  const root = await makeMusic({ low: 5, high: 5 });
  await mkdir(join(root, 'broken'));
  await writeFile(join(root, 'broken', 'noise.wav'), 'no sound');
  const events = training(root, told);
  const { value: plan } = await events.next();
  expect(plan).toEqual({ kind: 'planned', genres: ['high', 'low'], epochs: architectureOf('mfcc-ann').recipe.epochs });
  expect(told).toContain(join(root, 'broken', 'noise.wav'));
  expect(told.slice(-2)).toEqual([[11, 11], 'broken']);
  const { value: started } = await events.next();
  expect(started).toMatchObject({ kind: 'started', examples: { train: 6, valid: 2, test: 2 } });
  await events.return(undefined);
});

it('refuses to train on too little music', async () => {
  await expect(training(await makeMusic({ low: 1, high: 1 }), []).next()).rejects.toMatchObject({
    code: 'training-data',
  });
});
