import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { architectureOf } from '../architectures/index.ts';
import { toyDataset } from '../testing/toy-data.ts';
import { acquireLock } from '../../src-main/pipeline/process-lock.ts';
import { writeCheckpoint } from './checkpoint-file.ts';
import type { TrainModelEvent } from './train-model.ts';
import { trainModel } from './train-model.ts';

const dataset = toyDataset(12);
let out = '';
beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), 'genrescope-train-model-'));
});
afterEach(async () => {
  await rm(out, { recursive: true, force: true });
});

/** What a run says first; nothing is trained. */
async function beginning(resume: boolean): Promise<TrainModelEvent | undefined> {
  const events = trainModel({
    architecture: architectureOf('mfcc-ann'),
    dataset,
    split: { train: dataset.examples, valid: [], test: [] },
    seed: 1,
    epochs: 1,
    balanced: false,
    stepsPerRun: 1,
    subsets: [],
    out,
    resume,
    provider: 'cpu',
    threads: 1,
    batchWorkerFile: '',
    facts: { name: 'toy', date: '', command: '', split: '', selection: '', data: [], licence: '' },
  });
  const { value } = await events.next();
  await events.return(undefined);
  return value as TrainModelEvent | undefined;
}

describe('a run', () => {
  it('keeps others out of its folder while it lasts, but not after a crash', async () => {
    const release = acquireLock(join(out, 'lock.db'), 'is training');
    await expect(beginning(false)).rejects.toMatchObject({ code: 'busy' });
    release();
    // What a crash leaves.
    await writeFile(join(out, 'lock.db'), '');
    expect(await beginning(false)).toMatchObject({ kind: 'started' });
    expect(await readdir(out)).toEqual([]);
  });
});

describe('a run that finds a checkpoint', () => {
  it('of another run does not begin when it was to be resumed, and says so when it replaces it', async () => {
    expect(await beginning(true)).toMatchObject({ kind: 'started', resumedAtEpoch: 0, replacesCheckpoint: false });
    await writeCheckpoint(join(out, 'checkpoint.bin'), 'another run', { epoch: 3, step: 9, best: null, arrays: {} });
    await expect(beginning(true)).rejects.toMatchObject({ code: 'training-changed' });
    expect(await readdir(out)).toEqual(['checkpoint.bin']);
    expect(await beginning(false)).toMatchObject({ kind: 'started', resumedAtEpoch: 0, replacesCheckpoint: true });
  });
});
