import { setPriority } from 'node:os';
import { join } from 'node:path';
import { architectureOf } from '../../training/architectures/index.ts';
import { specOf } from '../../training/architectures/architecture.ts';
import { labelledFolders } from '../../training/runtime/labelled-files.ts';
import { readDataset, requireTrainable } from '../../training/runtime/read-dataset.ts';
import type { TrainModelEvent } from '../../training/runtime/train-model.ts';
import { trainModel } from '../../training/runtime/train-model.ts';
import { splitDataset } from '../../training/dataset/split.ts';
import { parentProcessPort } from '../channel/parent-port.ts';
import type { EventOf, RequestOf, ResponseOf } from '../channel/protocol.ts';
import type { Emit, HandlerContext } from '../channel/server.ts';
import { serve } from '../channel/server.ts';
import { AppError } from '../contract/app-error.ts';
import { openDecoder } from '../pipeline/decode/open-decoder.ts';
import type { TrainingProtocol } from './training-protocol.ts';
import { trainingProtocol } from './training-protocol.ts';

type Started = EventOf<TrainingProtocol, 'started'>;
type TrainRequest = RequestOf<TrainingProtocol, 'train'>;
type Trained = ResponseOf<TrainingProtocol, 'train'>;

/** Below everything else: analysing and scrolling come first. */
const NICE = 10;
const BATCH_MILLISECONDS = 500;
const READ_AT_ONCE = 5;

async function train(
  { folder, out, choice, ffmpegPath }: TrainRequest,
  { signal, emit }: HandlerContext<TrainingProtocol>,
): Promise<Trained> {
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
        (done % READ_AT_ONCE === 0 || done === total) && emit('read', { done, total, leftOut }),
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
    if (event.kind === 'done') return trainedOf(event.result);
    tell(event, { genres: dataset.genres, leftOutGenres, epochs: choice.epochs ?? architecture.recipe.epochs }, emit);
  }
  return null;
}

type Result = Extract<TrainModelEvent, { kind: 'done' }>['result'];

function trainedOf({ test, valid }: Result): Trained {
  const outcome = test && {
    tracks: test.tracks,
    accuracy: test.accuracy,
    interval95: test.interval95,
    macroF1: test.macroF1,
  };
  return { confusion: (test ?? valid)?.confusion ?? [], outcome };
}

function tell(
  event: TrainModelEvent,
  plan: Pick<Started, 'genres' | 'leftOutGenres' | 'epochs'>,
  emit: Emit<TrainingProtocol>,
): void {
  if (event.kind === 'started') emit('started', { ...plan, resumedAtEpoch: event.resumedAtEpoch });
  else if (event.kind === 'batch') emit('batch', { etaSeconds: event.etaSeconds });
  else if (event.kind === 'epoch') {
    const { epoch, loss, validation, etaSeconds } = event;
    emit('epoch', {
      epoch,
      loss,
      etaSeconds,
      validLoss: validation?.loss ?? null,
      validAccuracy: validation?.accuracy ?? null,
      confusion: validation?.confusion ?? [],
    });
  }
}

setPriority(NICE);
serve(parentProcessPort(), trainingProtocol, {
  inspect: ({ folder }) => labelledFolders(folder),
  train: (request, context) =>
    train(request, context).catch((error: unknown) => {
      // What was stopped while tracks were read is stopped like any other training.
      if (error instanceof AppError && error.code === 'cancelled') return null;
      throw error;
    }),
});
