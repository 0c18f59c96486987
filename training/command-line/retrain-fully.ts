import { AppError } from '../../src-main/contract/app-error.ts';
import { inputShape } from '../../src-main/pipeline/features/feature-spec.ts';
import { loadModel } from '../../src-main/pipeline/model/model-folder.ts';
import type { Architecture } from '../architectures/architecture.ts';
import { MEL_INPUT, MEL_RECIPE } from '../architectures/mel-trunk.ts';
import type { Example } from '../dataset/example.ts';
import type { Split } from '../dataset/split.ts';
import { predictExamples } from '../evaluation/predict.ts';
import { opinionsOf } from '../experiment.ts';
import { baseOpinion, mapOpinion } from '../personal/base-opinion.ts';
import type { PersonalVerdict } from '../personal/judge-model.ts';
import { judgeModel } from '../personal/judge-model.ts';
import { personalName, personalNetwork, personalState } from '../personal/personal-network.ts';
import { priorHead } from '../personal/prior-head.ts';
import type { LabelledTrack } from '../personal/quick-model.ts';
import { applyHead, trainQuickly } from '../personal/quick-model.ts';
import type { Head } from '../personal/fit-heads.ts';
import { groupFolds, trackGroups } from '../personal/track-groups.ts';
import { createRandom, shuffled } from '../random.ts';
import { MEL_BANDS } from './read-audio.ts';
import type { RetrainOptions } from './retrain.ts';
import { labelsHash, originsOf, proofColumns } from './retrain.ts';
import type { TrainModelEvent } from './train-model.ts';
import { trainModel } from './train-model.ts';
import { runnerOf } from './onnx-runner.ts';
import { writeCard } from './write-model.ts';

/** A labelled track with its sound. */
export interface HeardTrack extends LabelledTrack {
  readonly picture: Pick<Example, 'levels' | 'frames' | 'rangeDecibels' | 'peakDecibels'>;
}

/** What is to be learned, with all weights. */
export interface FullRetrainOptions extends RetrainOptions {
  readonly tracks: readonly HeardTrack[];
  readonly resume: boolean;
  readonly threads: number;
  /** The built batches.worker. */
  readonly batchWorkerFile: string;
  readonly signal?: AbortSignal;
}

/** What a full retraining tells: the course of the training, and the verdict at its end. */
export type FullRetrainEvent = Exclude<TrainModelEvent, { kind: 'done' }> | { readonly kind: 'judged'; readonly verdict: PersonalVerdict; /** Whom the verdict's doubts count. */ readonly held: readonly LabelledTrack[] };

const FOLDS = 5;
const EARLY_RATE = 0.1;
/** Half of the way back to the bases under the quick head: what they know besides the labels stays. */
const KEPT_SHARE = 0.5;

/** Gently, from where the bases are: a few hundred tracks must not make them forget. */
const FINE_TUNING: Architecture['recipe'] = {
  ...MEL_RECIPE,
  epochs: 16,
  schedule: { kind: 'cosine', peak: 3e-4, final: 1e-6, warmUpEpochs: 2 },
  averagingRate: 0.02,
  // No epoch is chosen: what is held out stays a judge.
  patience: null,
  batchSize: 16,
  cropsPerExample: 2,
};

/**
 * Goes on with all weights of the bases from where a quick model begins, earlier layers the slower. One fifth of the
 * artists and albums is held out: it calibrates and judges, and decides nothing else.
 * @throws AppError training-data, training-changed, busy, and what the file system says
 */
export async function* retrainFully({ bases, genres, tracks, out, ...options }: FullRetrainOptions): AsyncGenerator<FullRetrainEvent> {
  const { train, held } = holdOut(tracks, options.seed);
  const origins = originsOf(bases, genres);
  const prior = priorHead(bases.members, origins);
  const quick = await trainQuickly(train, prior, options.seed, options.compile);
  const architectures = bases.members.map(({ architecture }) => architecture);
  const architecture: Architecture = {
    name: personalName(architectures), title: `Your genres, on ${bases.name}`, input: MEL_INPUT, hopLength: bases.spec.hopLength, recipe: FINE_TUNING,
    description: `${bases.facts.map(({ name }) => name).join(' and ')}, fine-tuned on labels.`,
    network: (genreCount) => personalNetwork(architectures, genreCount),
  };
  const dataset = { name: 'labels', genres: genres.map(({ name }) => name), bands: MEL_BANDS, hopLength: bases.spec.hopLength, examples: tracks.map(exampleOf) };
  const split: Split = { train: train.map(exampleOf), valid: held.map(exampleOf), test: [] };
  const events = trainModel({
    ...options, architecture, dataset, split, out, epochs: null, balanced: false, stepsPerRun: null, parts: ['valid'], provider: 'cpu',
    start: { spec: bases.spec, state: personalState(bases.members, quick.head, inputShape(bases.spec)), earlyRate: EARLY_RATE, keptShare: KEPT_SHARE },
    facts: {
      name: options.name, date: options.date, command: options.command, split: 'held-out artists and albums,', selection: 'None: the last epoch’s averaged weights.',
      data: [{ name: 'labels', origin: 'Given by the user', examples: split.train }], licence: 'The user’s own.',
    },
  });
  for await (const event of events) {
    if (event.kind !== 'done') {
      yield event;
      continue;
    }
    const old = options.against === bases.name ? held.map(({ features }) => mapOpinion(baseOpinion(bases.members, features), origins)) : await opinionsBefore(train, held, prior, options);
    const verdict = judgeModel(held, { heldOut: await opinionsOfFolder(out, split.valid, options.threads) }, old, genres.length);
    await writeCard(out, {
      ...event.card,
      personal: {
        mode: 'full', learnedAt: new Date().toISOString(), bases: [...bases.facts], labelsHash: labelsHash(tracks, genres), against: options.against,
        comparison: { ...verdict.comparison, interval95: [...verdict.comparison.interval95] }, automatic: verdict.automatic, proofs: proofColumns(verdict.proofs),
      },
    });
    yield { kind: 'judged', verdict, held };
  }
}

/** @throws AppError training-data where the artists are too few to hold any out */
function holdOut(tracks: readonly HeardTrack[], seed: number): Record<'train' | 'held', readonly HeardTrack[]> {
  const groups = trackGroups(tracks);
  if (new Set(groups).size < FOLDS) throw new AppError('training-data', `Full training needs labels of at least ${FOLDS} artists or albums.`);
  const folds = groupFolds(groups, tracks.map(({ genres }) => genres[0] ?? 0), FOLDS, shuffled(createRandom(seed), [...tracks.keys()]));
  return { train: tracks.filter((_, index) => folds[index] !== 0), held: tracks.filter((_, index) => folds[index] === 0) };
}

/** What a quick model of the labels that the version before knew says of the held-out tracks. */
async function opinionsBefore(train: readonly LabelledTrack[], held: readonly LabelledTrack[], prior: Head, { seed, compile }: Pick<RetrainOptions, 'seed' | 'compile'>): Promise<number[][]> {
  const { head } = await trainQuickly(train.filter(({ isNew }) => isNew !== true), prior, seed, compile);
  return held.map(({ features }) => applyHead(head, features));
}

function exampleOf({ id, artist, genres, picture }: HeardTrack): Example {
  return { ...picture, id, artist, allowed: genres, published: {} };
}

async function opinionsOfFolder(folder: string, examples: readonly Example[], threads: number): Promise<(readonly number[])[]> {
  const { card, network } = await loadModel(folder);
  const runner = await runnerOf(network, { patches: [-1, ...inputShape(card.featureSpec)] }, 'cpu', threads);
  try {
    return opinionsOf(await predictExamples(runner, card.featureSpec, examples), card.temperature).map(({ probabilities }) => probabilities);
  } finally {
    await runner.release();
  }
}
