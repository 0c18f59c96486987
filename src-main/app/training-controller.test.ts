import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EventOf } from '../channel/protocol.ts';
import { PlayedProcess } from '../testing/played-process.ts';
import type { TrainingProtocol } from '../workers/training-protocol.ts';
import { TrainingController } from './training-controller.ts';

const CHOICE = { architecture: 'mfcc-cnn', split: 'stratified', name: 'mine', epochs: null } as const;
const EPOCH: EventOf<TrainingProtocol, 'epoch'> = {
  epoch: 1,
  loss: 1,
  validLoss: 2,
  validAccuracy: 0.5,
  etaSeconds: 9,
  confusion: [
    [1, 0],
    [0, 1],
  ],
};
let folder = '';
let processes: PlayedProcess<TrainingProtocol>[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'genrescope-training-'));
  processes = [];
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

function create(): TrainingController {
  return new TrainingController({
    work: join(folder, 'work'),
    models: join(folder, 'models'),
    shippedModels: () => Promise.resolve(['ensemble']),
    ffmpegPath: () => null,
    emit: () => undefined,
    startProcess() {
      const started = new PlayedProcess<TrainingProtocol>();
      processes.push(started);
      return started;
    },
  });
}

/** Looks into a folder with two genres. */
async function inspected(training: TrainingController): Promise<void> {
  const genres = training.inspect('/music');
  await processes.at(-1)!.respond('inspect', [
    { name: 'a', tracks: 5 },
    { name: 'b', tracks: 5 },
  ]);
  await genres;
  expect(processes.at(-1)!.isKilled).toBe(true);
}

async function started(): Promise<TrainingController> {
  const training = create();
  await inspected(training);
  await training.start(CHOICE);
  return training;
}

describe('a training', () => {
  it('starts on the folder that was chosen, and on none else', async () => {
    await expect(create().start(CHOICE)).rejects.toMatchObject({ code: 'request-invalid' });
    const training = await started();
    expect(processes.at(-1)?.asked).toMatchObject([
      { question: 'train', request: { folder: '/music', choice: CHOICE } },
    ]);
    await expect(training.start(CHOICE)).rejects.toMatchObject({ code: 'busy' });
    await expect(training.inspect('/other')).rejects.toMatchObject({ code: 'busy' });
    await expect(training.discard()).rejects.toMatchObject({ code: 'busy' });
  });

  it('notes every epoch, however fast they come', async () => {
    const training = await started();
    const process = processes.at(-1)!;
    process.emit('started', { genres: ['a', 'b'], leftOutGenres: [], epochs: 50, resumedAtEpoch: 0 });
    for (let epoch = 1; epoch <= 50; epoch++) process.emit('epoch', { ...EPOCH, epoch });
    await vi.waitFor(async () =>
      expect(JSON.parse(await readFile(join(folder, 'work', 'job.json'), 'utf8'))).toMatchObject({
        history: { length: 50 },
      }),
    );
    expect(training.state.phase).toBe('training');
  });

  it('does not take the name of a model that comes with the app', async () => {
    const training = create();
    await inspected(training);
    await expect(training.start({ ...CHOICE, name: 'ensemble' })).rejects.toMatchObject({ code: 'model-name-taken' });
    expect(training.state.phase).toBe('idle');
  });

  it('puts the finished model among the others at once, in place of one of its name', async () => {
    const training = await started();
    await mkdir(join(folder, 'models', 'mine'), { recursive: true });
    await writeFile(join(folder, 'models', 'mine', 'old'), '');
    await mkdir(join(folder, 'work', 'model'));
    await writeFile(join(folder, 'work', 'model', 'card.json'), '{}');
    const process = processes.at(-1)!;
    process.emit('started', { genres: ['a', 'b'], leftOutGenres: ['c'], epochs: 30, resumedAtEpoch: 0 });
    process.emit('epoch', EPOCH);
    await vi.waitFor(() =>
      expect(training.state).toMatchObject({
        phase: 'training',
        leftOutGenres: ['c'],
        epochs: 30,
        history: [{ epoch: 1 }],
        confusion: [
          [1, 0],
          [0, 1],
        ],
      }),
    );
    await process.respond('train', {
      confusion: [
        [2, 0],
        [0, 2],
      ],
      outcome: { tracks: 4, accuracy: 1, interval95: [1, 1], macroF1: 1 },
    });
    await vi.waitFor(() => expect(training.state).toMatchObject({ phase: 'done', outcome: { accuracy: 1 } }));
    expect(await readdir(join(folder, 'models', 'mine'))).toEqual(['card.json']);
    expect(await readdir(folder)).toEqual(['models']);
  });

  it('can be stopped and go on, also after a restart of the app', async () => {
    const training = await started();
    const process = processes.at(-1)!;
    process.emit('started', { genres: ['a', 'b'], leftOutGenres: ['c'], epochs: 30, resumedAtEpoch: 0 });
    process.emit('epoch', EPOCH);
    const job = () => readFile(join(folder, 'work', 'job.json'), 'utf8');
    await vi.waitFor(async () => expect(JSON.parse(await job())).toMatchObject({ history: [{ epoch: 1 }] }));
    training.stop();
    expect(process.last).toMatchObject({ question: 'train', isCancelled: true });
    await process.respond('train', null);
    expect(training.state.phase).toBe('interrupted');
    const restarted = create();
    await restarted.recover();
    const kept = {
      folder: '/music',
      choice: CHOICE,
      history: [{ epoch: 1 }],
      epochs: 30,
      genres: ['a', 'b'],
      confusion: [
        [1, 0],
        [0, 1],
      ],
    };
    expect(restarted.state).toMatchObject({ phase: 'interrupted', ...kept });
    await restarted.resume();
    expect(restarted.state).toMatchObject({ phase: 'reading', ...kept });
    expect(processes.at(-1)?.asked).toMatchObject([{ question: 'train', request: { folder: '/music' } }]);
  });

  it('fails with what the file system says where its note cannot be written', async () => {
    const training = await started();
    await rm(join(folder, 'work', 'job.json'), { force: true });
    await mkdir(join(folder, 'work', 'job.json'));
    processes.at(-1)!.emit('epoch', EPOCH);
    await vi.waitFor(() => expect(training.state.phase).toBe('failed'));
    await rm(join(folder, 'work'), { recursive: true });
    await training.resume();
    await rm(join(folder, 'work'), { recursive: true });
    processes.at(-1)!.emit('epoch', EPOCH);
    await vi.waitFor(() =>
      expect(training.state).toMatchObject({ phase: 'failed', error: { code: 'folder-unreadable' } }),
    );
  });

  it('says why it failed, and survives a crash and a damaged note', async () => {
    const training = await started();
    await processes.at(-1)!.fail({ code: 'training-data', message: 'too few' });
    expect(training.state).toMatchObject({ phase: 'failed', error: { code: 'training-data' } });
    await training.resume();
    await processes.at(-1)!.crash('signal 9');
    expect(training.state).toMatchObject({ phase: 'interrupted', error: { code: 'training-crashed' } });
    expect(JSON.parse(await readFile(join(folder, 'work', 'job.json'), 'utf8'))).toMatchObject({ folder: '/music' });
    await writeFile(join(folder, 'work', 'job.json'), '{"folder":');
    const restarted = create();
    await restarted.recover();
    expect(restarted.state.phase).toBe('idle');
    await training.discard();
    expect(training.state.phase).toBe('idle');
  });
});
