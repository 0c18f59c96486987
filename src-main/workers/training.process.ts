import { setPriority } from 'node:os';
import { architectureOf } from '../../training/architectures/index.ts';
import { labelledFolders } from '../../training/runtime/labelled-files.ts';
import type { TrainModelEvent } from '../../training/runtime/train-model.ts';
import { parentProcessPort } from '../channel/parent-port.ts';
import type { EventOf, RequestOf, ResponseOf } from '../channel/protocol.ts';
import type { Emit, HandlerContext } from '../channel/server.ts';
import { serve } from '../channel/server.ts';
import { AppError } from '../contract/app-error.ts';
import { openDecoder } from '../pipeline/decode/open-decoder.ts';
import type { TrainNetworkEvent } from '../use-cases/training/train-network.ts';
import { trainNetwork } from '../use-cases/training/train-network.ts';
import type { TrainingProtocol } from './training-protocol.ts';
import { trainingProtocol } from './training-protocol.ts';

type Plan = Pick<EventOf<TrainingProtocol, 'started'>, 'genres' | 'leftOutGenres' | 'epochs'>;
type TrainRequest = RequestOf<TrainingProtocol, 'train'>;
type Trained = ResponseOf<TrainingProtocol, 'train'>;

/** Below everything else: analysing and scrolling come first. */
const NICE = 10;
const BATCH_MILLISECONDS = 500;
const READ_AT_ONCE = 5;
/** What the app leaves nobody to choose. */
const APP_TRAINING = {
  limit: null,
  genres: null,
  seed: 1,
  balanced: true,
  stepsPerRun: null,
  resume: true,
  provider: 'cpu',
  threads: 1,
} as const;

async function train(
  { folder, out, choice, ffmpegPath }: TrainRequest,
  { signal, emit }: HandlerContext<TrainingProtocol>,
): Promise<Trained> {
  let leftOut = 0;
  const leftOutGenres: string[] = [];
  const { name, split, epochs } = choice;
  const events = trainNetwork(
    {
      source: { kind: 'folders', path: folder },
      architecture: architectureOf(choice.architecture),
      name,
      out,
      split: split === 'automatic' ? null : split,
      epochs,
      ...APP_TRAINING,
    },
    {
      decoder: await openDecoder(ffmpegPath, import.meta.dirname),
      workerFolder: import.meta.dirname,
      signal,
      onProgress: (done, total) =>
        (done % READ_AT_ONCE === 0 || done === total) && emit('read', { done, total, leftOut }),
      onSkip: () => (leftOut += 1),
      onGenreSkip: (genre) => leftOutGenres.push(genre),
    },
  );
  return tellTraining(events, leftOutGenres, emit);
}

/** Tells what happens, batches a few times a second. @returns null where the training was stopped */
async function tellTraining(
  events: AsyncIterable<TrainNetworkEvent>,
  leftOutGenres: string[],
  emit: Emit<TrainingProtocol>,
): Promise<Trained> {
  let plan: Plan = { genres: [], leftOutGenres, epochs: 0 };
  let toldAt = 0;
  for await (const event of events) {
    if (event.kind === 'planned') {
      plan = { genres: [...event.genres], leftOutGenres, epochs: event.epochs };
      continue;
    }
    const now = performance.now();
    if (event.kind === 'batch' && now - toldAt < BATCH_MILLISECONDS) continue;
    toldAt = now;
    if (event.kind === 'done') return trainedOf(event.result);
    tell(event, plan, emit);
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

function tell(event: TrainModelEvent, plan: Plan, emit: Emit<TrainingProtocol>): void {
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
