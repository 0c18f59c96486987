import { createHash } from 'node:crypto';
import { inputShape } from '../../src-main/pipeline/features/feature-spec.ts';
import type { ModelCard } from '../../src-main/pipeline/model/model-card.ts';
import type { Dataset, Example } from '../dataset/example.ts';
import { frontEndOf } from '../dataset/front-end-spec.ts';
import type { Split } from '../dataset/split.ts';
import type { ExperimentSettings } from '../experiment/experiment.ts';
import type { LabelledTrack } from '../retrain/labelled-track.ts';
import { trainLastLayer } from '../retrain/last-layer.ts';
import { priorHead } from '../retrain/prior-head.ts';
import { originsOf } from '../retrain/genre-origins.ts';
import { retrainedState } from '../retrain/retrained-network.ts';
import type { AllWeightsMode } from './all-weights-recipe.ts';
import { allWeightsArchitecture, FINE_TUNING_START } from './all-weights-recipe.ts';
import { labelsHash } from './labels-hash.ts';
import type { RetrainOptions } from './retrain-options.ts';
import type { TrainModelEvent, TrainModelOptions } from './train-model.ts';
import { trainModel } from './train-model.ts';
import type { TrainingProvider } from './training-provider.ts';
import { stepsPerRunOn } from './training-provider.ts';

/** A labelled track with its sound. */
export interface HeardTrack extends LabelledTrack {
  readonly spectrogram: Pick<Example, 'levels' | 'frames' | 'range' | 'peak'>;
}

/** What is to be learned, with all weights. */
export interface AllWeightsOptions extends RetrainOptions {
  readonly tracks: readonly HeardTrack[];
  readonly mode: AllWeightsMode;
  readonly resume: boolean;
  readonly provider: TrainingProvider;
  readonly threads: number;
  /** The built batches.worker. */
  readonly batchWorkerFile: string;
  readonly signal?: AbortSignal;
}

/** What one training works with. */
export interface AllWeightsRun {
  readonly train: readonly HeardTrack[];
  /** Calibrates; with patience, chooses the epoch. */
  readonly valid: readonly HeardTrack[];
  readonly patience: number | null;
  /** Null: as the recipe says. */
  readonly epochs: number | null;
}

/** What one training tells. */
export type AllWeightsTrainingEvent = Exclude<TrainModelEvent, { kind: 'done' }>;

/**
 * Trains all weights of the bases' networks once.
 * @param out the model's folder
 * @returns its card, or undefined where it was stopped
 * @throws AppError as {@link trainModel}
 */
export async function* trainAllWeights(
  options: AllWeightsOptions,
  { train, valid, patience, epochs }: AllWeightsRun,
  out: string,
): AsyncGenerator<AllWeightsTrainingEvent, ModelCard | undefined> {
  const { bases, mode } = options;
  const split: Split = { train: train.map(exampleOf), valid: valid.map(exampleOf), test: [] };
  const architecture = allWeightsArchitecture(bases, mode, patience);
  const events = trainModel({
    ...options,
    architecture,
    dataset: datasetOf(options),
    split,
    out,
    epochs,
    balanced: false,
    stepsPerRun: stepsPerRunOn(options.provider, architecture),
    subsets: ['valid'],
    facts: cardFacts(options, split, patience),
    ...(mode === 'full' && { start: await startOf(options, train) }),
  });
  for await (const event of events) {
    if (event.kind === 'done') return event.card;
    yield event;
  }
  return undefined;
}

/** What a training's card has in the place of a split's name, so that a training on the very same labels is known again. */
export function markOf({ mode, bases, tracks, genres, seed }: AllWeightsOptions): string {
  const what = JSON.stringify({
    mode,
    seed,
    labels: labelsHash(tracks, genres),
    genres: genres.map(({ name }) => name),
    bases: bases.facts,
  });
  return createHash('sha256').update(what).digest('hex');
}

/** A labelled track as something to train or evaluate on. */
export function exampleOf({ id, artist, genres, spectrogram }: HeardTrack): Example {
  return { ...spectrogram, id, artist, allowed: genres, published: {} };
}

function datasetOf({ bases, genres, tracks }: AllWeightsOptions): Dataset {
  return {
    name: 'labels',
    genres: genres.map(({ name }) => name),
    bands: bases.spec.melBands,
    frontEnd: frontEndOf(bases.spec),
    examples: tracks.map(exampleOf),
  };
}

function cardFacts(options: AllWeightsOptions, split: Split, patience: number | null): TrainModelOptions['facts'] {
  const { name, date, command, seed } = options;
  return {
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
  };
}

/** The bases under a last layer that was learned from the same labels. */
async function startOf(
  { bases, genres, seed, compile }: AllWeightsOptions,
  train: readonly LabelledTrack[],
): Promise<NonNullable<ExperimentSettings['start']>> {
  // The network itself makes genres now: a base's head, which hears more than one layer can, has no part in it.
  const known = bases.head ? genres.map(() => []) : originsOf(bases.genres, genres);
  const tracks = train.map((track) => ({ ...track, inputs: track.features }));
  const { head } = await trainLastLayer(tracks, priorHead(bases.members, known), seed, compile);
  return {
    spec: bases.spec,
    state: retrainedState(bases.members, head, inputShape(bases.spec)),
    ...FINE_TUNING_START,
  };
}
