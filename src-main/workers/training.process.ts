import { setPriority } from 'node:os';
import { join } from 'node:path';
import { architectureOf } from '../../training/architectures/index.ts';
import { specOf } from '../../training/architectures/architecture.ts';
import { labelledFolders } from '../../training/runtime/labelled-files.ts';
import { readDataset, requireTrainable } from '../../training/runtime/read-dataset.ts';
import type { TrainModelEvent } from '../../training/runtime/train-model.ts';
import { trainModel } from '../../training/runtime/train-model.ts';
import { splitDataset } from '../../training/dataset/split.ts';
import { AppError, toErrorData } from '../contract/app-error.ts';
import { openDecoder } from '../pipeline/decode/open-decoder.ts';
import { serveParent } from './parent-port.ts';
import type { TrainingReply, TrainingRequest } from './training-protocol.ts';
import { trainingRequestSchema } from './training-protocol.ts';

type Reply = (reply: TrainingReply) => void;
type Started = Extract<TrainingReply, { kind: 'started' }>;
type TrainRequest = Extract<TrainingRequest, { kind: 'train' }>;

/** Below everything else: analysing and scrolling come first. */
const NICE = 10;
const BATCH_MILLISECONDS = 500;
const READ_AT_ONCE = 5;

const controller = new AbortController();

async function train({ folder, out, choice, ffmpegPath }: TrainRequest, reply: Reply): Promise<void> {
  const { signal } = controller;
  const architecture = architectureOf(choice.architecture);
  let leftOut = 0;
  const leftOutGenres: string[] = [];
  const dataset = await readDataset(
    { kind: 'folders', path: folder },
    {
      hopLength: architecture.hopLength,
      limit: null,
      genres: null,
      seed: 1,
      signal,
      decoder: await openDecoder(ffmpegPath, import.meta.dirname),
      onProgress: (done, total) =>
        (done % READ_AT_ONCE === 0 || done === total) && reply({ kind: 'read', done, total, leftOut }),
      onSkip: () => (leftOut += 1),
      onGenreSkip: (genre) => leftOutGenres.push(genre),
    },
  );
  requireTrainable(dataset);
  const { patchFrames } = specOf(architecture.input, {
    hopLength: dataset.hopLength,
    melBands: dataset.bands,
    rangeDecibels: 80,
  });
  const split = splitDataset(dataset, { kind: choice.split, seed: 1, segmentFrames: patchFrames });
  const events = trainModel({
    architecture,
    dataset,
    split,
    out,
    signal,
    seed: 1,
    epochs: choice.epochs,
    balanced: true,
    stepsPerRun: null,
    parts: ['valid', 'test'],
    resume: true,
    provider: 'cpu',
    threads: 1,
    batchWorkerFile: join(import.meta.dirname, 'batches.worker.js'),
    facts: {
      name: choice.name,
      date: new Date().toISOString().slice(0, 10),
      command: `genrescope train --architecture ${choice.architecture} --split ${choice.split} --balanced`,
      split: choice.split,
      selection: 'By the validation tracks.',
      data: [{ name: dataset.name, origin: 'Given by the user', examples: split.train }],
      licence: 'The user’s own.',
    },
  });
  let toldAt = 0;
  for await (const event of events) {
    const now = performance.now();
    if (event.kind === 'batch' && now - toldAt < BATCH_MILLISECONDS) continue;
    toldAt = now;
    tell(
      event,
      { genres: [...dataset.genres], leftOutGenres, epochs: choice.epochs ?? architecture.recipe.epochs },
      reply,
    );
  }
}

function tell(event: TrainModelEvent, plan: Pick<Started, 'genres' | 'leftOutGenres' | 'epochs'>, reply: Reply): void {
  switch (event.kind) {
    case 'started':
      return reply({ kind: 'started', ...plan, resumedAtEpoch: event.resumedAtEpoch });
    case 'batch':
      return reply({ kind: 'batch', etaSeconds: event.etaSeconds });
    case 'epoch': {
      const { epoch, loss, validation, etaSeconds } = event;
      return reply({
        kind: 'epoch',
        epoch,
        loss,
        etaSeconds,
        validLoss: validation?.loss ?? null,
        validAccuracy: validation?.accuracy ?? null,
        confusion: validation?.confusion ?? [],
      });
    }
    case 'done': {
      const { test, valid } = event.result;
      const outcome = test && {
        tracks: test.tracks,
        accuracy: test.accuracy,
        interval95: test.interval95,
        macroF1: test.macroF1,
      };
      return reply({ kind: 'done', confusion: (test ?? valid)?.confusion ?? [], outcome });
    }
    case 'stopped':
      return reply({ kind: 'stopped' });
    case 'checkpoint':
  }
}

async function serve(request: Exclude<TrainingRequest, { kind: 'stop' }>, reply: Reply): Promise<void> {
  try {
    if (request.kind === 'inspect') reply({ kind: 'inspected', genres: await labelledFolders(request.folder) });
    else await train(request, reply);
  } catch (error) {
    if (error instanceof AppError && error.code === 'cancelled') reply({ kind: 'stopped' });
    else reply({ kind: 'failed', error: toErrorData(error) });
  }
}

setPriority(NICE);
serveParent(trainingRequestSchema, (request, reply: Reply) => {
  if (request.kind === 'stop') controller.abort();
  else void serve(request, reply);
});
