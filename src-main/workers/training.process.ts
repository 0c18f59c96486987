import { setPriority } from 'node:os';
import { architectureOf } from '../../training/architectures/index.ts';
import { labelledFolders } from '../../training/runtime/labelled-files.ts';
import type { TrainModelEvent } from '../../training/runtime/train-model.ts';
import { AppError, toErrorData } from '../contract/app-error.ts';
import { openDecoder } from '../pipeline/decode/open-decoder.ts';
import type { TrainNetworkEvent } from '../use-cases/training/train-network.ts';
import { trainNetwork } from '../use-cases/training/train-network.ts';
import { serveParent } from './parent-port.ts';
import type { TrainingReply, TrainingRequest } from './training-protocol.ts';
import { trainingRequestSchema } from './training-protocol.ts';

type Reply = (reply: TrainingReply) => void;
type Plan = Pick<Extract<TrainingReply, { kind: 'started' }>, 'genres' | 'leftOutGenres' | 'epochs'>;
type TrainRequest = Extract<TrainingRequest, { kind: 'train' }>;

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

const controller = new AbortController();

async function train({ folder, out, choice, ffmpegPath }: TrainRequest, reply: Reply): Promise<void> {
  let leftOut = 0;
  const leftOutGenres: string[] = [];
  const { name, split, epochs } = choice;
  const events = trainNetwork(
    {
      source: { kind: 'folders', path: folder },
      architecture: architectureOf(choice.architecture),
      name,
      out,
      split,
      epochs,
      ...APP_TRAINING,
    },
    {
      decoder: await openDecoder(ffmpegPath, import.meta.dirname),
      workerFolder: import.meta.dirname,
      signal: controller.signal,
      onProgress: (done, total) =>
        (done % READ_AT_ONCE === 0 || done === total) && reply({ kind: 'read', done, total, leftOut }),
      onSkip: () => (leftOut += 1),
      onGenreSkip: (genre) => leftOutGenres.push(genre),
    },
  );
  await tellTraining(events, leftOutGenres, reply);
}

/** Tells what happens, batches a few times a second. */
async function tellTraining(
  events: AsyncIterable<TrainNetworkEvent>,
  leftOutGenres: string[],
  reply: Reply,
): Promise<void> {
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
    tell(event, plan, reply);
  }
}

function tell(event: TrainModelEvent, plan: Plan, reply: Reply): void {
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
