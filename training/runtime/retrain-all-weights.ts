import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../src-main/contract/app-error.ts';
import { inputShape } from '../../src-main/pipeline/features/feature-spec.ts';
import type { ModelCard } from '../../src-main/pipeline/model/model-card.ts';
import { loadModel } from '../../src-main/pipeline/model/model-folder.ts';
import type { Architecture } from '../architectures/architecture.ts';
import { MEL_INPUT, MEL_RECIPE } from '../architectures/mel-trunk.ts';
import type { Example } from '../dataset/example.ts';
import type { Split } from '../dataset/split.ts';
import type { ExperimentSettings } from '../experiment.ts';
import { basePrediction, mapPrediction } from '../retrain/base-prediction.ts';
import type { CrossValidation } from '../retrain/cross-validate.ts';
import { crossValidate } from '../retrain/cross-validate.ts';
import { retrainedName, retrainedNetwork, retrainedState } from '../retrain/retrained-network.ts';
import { priorHead } from '../retrain/prior-head.ts';
import type { LabelledTrack } from '../retrain/quick-model.ts';
import { applyHead, trainQuickly } from '../retrain/quick-model.ts';
import type { Head } from '../retrain/fit-heads.ts';
import { groupFolds, trackGroups } from '../retrain/track-groups.ts';
import { createRandom, shuffled } from '../random.ts';
import { predictionsOfModel } from './evaluate-model.ts';
import { MEL_BANDS } from './read-audio.ts';
import type { RetrainOptions } from './retrain-last-layer.ts';
import { labelsHash, originsOf, proofColumns } from './retrain-last-layer.ts';
import { STEPS_PER_RUN } from './training-provider.ts';
import type { TrainModelEvent } from './train-model.ts';
import { trainModel } from './train-model.ts';
import { writeCard } from './write-model.ts';

/** A labelled track with its sound. */
export interface HeardTrack extends LabelledTrack {
  readonly picture: Pick<Example, 'levels' | 'frames' | 'rangeDecibels' | 'peakDecibels'>;
}

/** What is to be learned, with all weights. */
export interface FullRetrainOptions extends RetrainOptions {
  readonly tracks: readonly HeardTrack[];
  /** Whether it begins from the bases, or from nothing but the labels. */
  readonly mode: 'full' | 'scratch';
  readonly resume: boolean;
  readonly provider: 'cuda' | 'cpu';
  readonly threads: number;
  /** The built batches.worker. */
  readonly batchWorkerFile: string;
  readonly signal?: AbortSignal;
}

/** What a full retraining tells: the course of the training, and the evaluation at its end. */
export type FullRetrainEvent =
  | Exclude<TrainModelEvent, { kind: 'done' }>
  | {
      readonly kind: 'evaluated';
      readonly evaluation: CrossValidation;
      /** Whom the evaluation's doubts count. */ readonly held: readonly LabelledTrack[];
    };

const FOLDS = 5;
const EARLY_RATE = 0.1;
/** Half of the way back to the bases under the quick head: what they know besides the labels stays. */
const KEPT_SHARE = 0.5;
/** From so many tracks on, one more fifth is spared to choose the epoch: with fewer, the judge or the training would lack them. */
const ENOUGH_TO_STOP = 500;
/** Epochs without a better one. */
const PATIENCE = { full: 4, scratch: 14 } as const;

/** Gently, from where the bases are: a few hundred tracks must not make them forget. */
const FINE_TUNING: Architecture['recipe'] = {
  ...MEL_RECIPE,
  epochs: 16,
  schedule: { kind: 'cosine', peak: 3e-4, final: 1e-6, warmUpEpochs: 2 },
  averagingRate: 0.02,
  patience: null,
  batchSize: 16,
  cropsPerExample: 2,
};
const RECIPES: Readonly<Record<FullRetrainOptions['mode'], Architecture['recipe']>> = {
  full: FINE_TUNING,
  scratch: MEL_RECIPE,
};

/**
 * Trains all weights twice: without one fifth of the artists and albums, which judges; then as long again with every
 * label, which gives the model itself. How long is chosen by another fifth where there are labels enough, so that the
 * judge decides nothing; else it is fixed. `full` goes on from where a quick model begins, earlier layers the slower;
 * `scratch` begins with chance.
 * @throws AppError training-data, training-changed, busy, and what the file system says
 */
export async function* retrainAllWeights(options: FullRetrainOptions): AsyncGenerator<FullRetrainEvent> {
  const { bases, genres, tracks, out, mode } = options;
  const { train, valid, held } = holdOut(tracks, options.seed);
  const { epochs } = RECIPES[mode];
  // Below the model's own folder, which has no card until all is done.
  const judged = join(out, 'judged');
  const card =
    (await finishedCard(judged, options)) ??
    (yield* trained(
      options,
      {
        train,
        valid: valid.length > 0 ? valid : held,
        patience: valid.length > 0 ? PATIENCE[mode] : null,
        epochs: null,
      },
      judged,
      (event) => ({
        ...event,
        epochs: 2 * epochs,
        etaSeconds: event.etaSeconds + (epochs * event.seconds * tracks.length) / train.length,
      }),
    ));
  if (!card) return;
  const origins = originsOf(bases, genres);
  const old =
    options.against === bases.name
      ? held.map(({ features }) => mapPrediction(basePrediction(bases.members, features), origins))
      : await predictionsBefore(train, held, priorHead(bases.members, origins), options);
  const heard = await predictionsOfModel(await loadModel(judged), held.map(exampleOf), options.threads);
  const evaluation = crossValidate(
    held,
    { heldOut: heard.map(({ probabilities }) => probabilities) },
    old,
    genres.length,
  );
  const last = yield* trained(
    options,
    { train: tracks, valid: [], patience: null, epochs: card.training.epochs },
    out,
    (event) => ({ ...event, epoch: epochs + event.epoch, epochs: epochs + card.training.epochs }),
  );
  if (!last) return;
  await writeCard(out, {
    ...last,
    temperature: card.temperature,
    evaluation: [{ split: 'held-out artists and albums, trained the same way without them', ...evaluation.fresh }],
    personal: {
      mode,
      learnedAt: options.learnedAt,
      bases: [...bases.facts],
      labelsHash: labelsHash(tracks, genres),
      against: options.against,
      comparison: { ...evaluation.comparison, interval95: [...evaluation.comparison.interval95] },
      automatic: evaluation.automatic,
      proofs: proofColumns(evaluation.proofs),
    },
  });
  await rm(judged, { recursive: true, force: true });
  yield { kind: 'evaluated', evaluation, held };
}

type EpochEvent = Extract<TrainModelEvent, { kind: 'epoch' }>;

/** What one of the two trainings works with. */
interface Run {
  readonly train: readonly HeardTrack[];
  /** Calibrates; with patience, chooses the epoch. */
  readonly valid: readonly HeardTrack[];
  readonly patience: number | null;
  readonly epochs: number | null;
}

/** One of the two trainings; its card, or undefined where it was stopped. */
async function* trained(
  options: FullRetrainOptions,
  { train, valid, patience, epochs }: Run,
  folder: string,
  placed: (event: EpochEvent) => EpochEvent,
): AsyncGenerator<Exclude<TrainModelEvent, { kind: 'done' }>, ModelCard | undefined> {
  const { bases, genres, tracks, mode, name, date, command, seed } = options;
  const split: Split = { train: train.map(exampleOf), valid: valid.map(exampleOf), test: [] };
  const architectures = bases.members.map(({ architecture }) => architecture);
  const architecture: Architecture = {
    name: retrainedName(architectures),
    title: mode === 'full' ? `Your genres, on ${bases.name}` : 'Your genres, from your labels alone',
    input: MEL_INPUT,
    hopLength: bases.spec.hopLength,
    recipe: { ...RECIPES[mode], patience },
    description: `${bases.facts.map((fact) => fact.name).join(' and ')}, ${mode === 'full' ? 'fine-tuned on' : 'trained anew from'} labels.`,
    network: (genreCount) => retrainedNetwork(architectures, genreCount),
  };
  const events = trainModel({
    ...options,
    architecture,
    split,
    out: folder,
    epochs,
    balanced: false,
    stepsPerRun: STEPS_PER_RUN[options.provider],
    subsets: ['valid'],
    dataset: {
      name: 'labels',
      genres: genres.map((genre) => genre.name),
      bands: MEL_BANDS,
      hopLength: bases.spec.hopLength,
      examples: tracks.map(exampleOf),
    },
    ...(mode === 'full' && { start: await startOf(options, train) }),
    facts: {
      name,
      date,
      command: `${command} --seed ${seed}`,
      split: markOf(options),
      selection:
        patience === null
          ? 'None: the last epoch’s averaged weights.'
          : 'The epoch, by a fifth of the artists and albums that does not judge.',
      data: [{ name: 'labels', origin: 'Given by the user', examples: split.train }],
      licence: 'The user’s own.',
    },
  });
  for await (const event of events) {
    if (event.kind === 'done') return event.card;
    yield event.kind === 'epoch' ? placed(event) : event;
  }
  return undefined;
}

/** The bases under a quick head of the same labels. */
async function startOf(
  { bases, genres, seed, compile }: FullRetrainOptions,
  train: readonly HeardTrack[],
): Promise<NonNullable<ExperimentSettings['start']>> {
  const quick = await trainQuickly(train, priorHead(bases.members, originsOf(bases, genres)), seed, compile);
  return {
    spec: bases.spec,
    state: retrainedState(bases.members, quick.head, inputShape(bases.spec)),
    earlyRate: EARLY_RATE,
    keptShare: KEPT_SHARE,
  };
}

/** The card of the first training, where an earlier run has finished it on these very labels. */
async function finishedCard(folder: string, options: FullRetrainOptions): Promise<ModelCard | undefined> {
  if (!options.resume) return undefined;
  const { card } = await loadModel(folder).catch(() => ({ card: undefined }));
  return card?.evaluation[0]?.split.startsWith(markOf(options)) ? card : undefined;
}

/** What the first training's card has in the place of a split's name, so that it is known again. */
function markOf({ mode, bases, tracks, genres, seed }: FullRetrainOptions): string {
  const what = JSON.stringify({
    mode,
    seed,
    labels: labelsHash(tracks, genres),
    genres: genres.map(({ name }) => name),
    bases: bases.facts,
  });
  return createHash('sha256').update(what).digest('hex');
}

/** @throws AppError training-data where the artists are too few to hold any out */
function holdOut(
  tracks: readonly HeardTrack[],
  seed: number,
): Record<'train' | 'valid' | 'held', readonly HeardTrack[]> {
  const groups = trackGroups(tracks);
  if (new Set(groups).size < FOLDS)
    throw new AppError('training-data', `Full training needs labels of at least ${FOLDS} artists or albums.`);
  const folds = groupFolds(
    groups,
    tracks.map(({ genres }) => genres[0] ?? 0),
    FOLDS,
    shuffled(createRandom(seed), [...tracks.keys()]),
  );
  // An artist with many tracks makes a fold large: those nearest to a fifth are held out.
  const excess = (fold: number) => Math.abs(folds.filter((each) => each === fold).length - tracks.length / FOLDS);
  const [heldFold, validFold] = [...Array(FOLDS).keys()].sort((a, b) => excess(a) - excess(b));
  const partOf = (fold: number | undefined) =>
    fold === heldFold ? 'held' : fold === validFold && tracks.length >= ENOUGH_TO_STOP ? 'valid' : 'train';
  const part = (name: ReturnType<typeof partOf>) => tracks.filter((_, index) => partOf(folds[index]) === name);
  return { train: part('train'), valid: part('valid'), held: part('held') };
}

/** What a quick model of the labels that the version before knew says of the held-out tracks. */
async function predictionsBefore(
  train: readonly LabelledTrack[],
  held: readonly LabelledTrack[],
  prior: Head,
  { seed, compile }: Pick<RetrainOptions, 'seed' | 'compile'>,
): Promise<number[][]> {
  const { head } = await trainQuickly(
    train.filter(({ isNew }) => isNew !== true),
    prior,
    seed,
    compile,
  );
  return held.map(({ features }) => applyHead(head, features));
}

function exampleOf({ id, artist, genres, picture }: HeardTrack): Example {
  return { ...picture, id, artist, allowed: genres, published: {} };
}
