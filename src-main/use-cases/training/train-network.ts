import { join } from 'node:path';
import type { Architecture } from '../../../training/architectures/architecture.ts';
import { frontEndFor, specOf } from '../../../training/architectures/architecture.ts';
import type { Dataset } from '../../../training/dataset/example.ts';
import type { Split, SplitName, SplitOptions } from '../../../training/dataset/split.ts';
import { defaultSplit, splitDataset } from '../../../training/dataset/split.ts';
import type { DataSource, ReadOptions } from '../../../training/runtime/read-dataset.ts';
import { readDataset, requireTrainable } from '../../../training/runtime/read-dataset.ts';
import type { TrainModelEvent, TrainModelOptions } from '../../../training/runtime/train-model.ts';
import { trainModel } from '../../../training/runtime/train-model.ts';
import type { TrainingProvider } from '../../../training/runtime/training-provider.ts';
import { stepsPerRunOn } from '../../../training/runtime/training-provider.ts';

/** A network that is to be trained on labelled music. */
export interface TrainNetworkRequest
  extends
    Pick<ReadOptions, 'limit' | 'genres' | 'seed'>,
    Pick<TrainModelOptions, 'epochs' | 'balanced' | 'stepsPerRun' | 'resume' | 'out' | 'threads'> {
  readonly source: DataSource;
  readonly architecture: Architecture;
  /** Null: the best that the data allow, see defaultSplit. */
  readonly split: SplitName | null;
  readonly folds?: SplitOptions['folds'];
  /** The model's. */
  readonly name: string;
  readonly provider: TrainingProvider;
}

/** What training works with, and whom it tells of the reading. */
export interface TrainNetworkServices extends Pick<
  ReadOptions,
  'decoder' | 'signal' | 'onProgress' | 'onSkip' | 'onGenreSkip'
> {
  /** Folder of the built workers. */
  readonly workerFolder: string;
}

/** What training tells once the music is read. */
export type TrainNetworkEvent =
  { readonly kind: 'planned'; readonly genres: readonly string[]; readonly epochs: number } | TrainModelEvent;

/**
 * Reads labelled music, splits it, trains a network on it and writes the model's folder.
 * @throws AppError training-data where there is too little music, and as readDataset and trainModel
 */
export async function* trainNetwork(
  request: TrainNetworkRequest,
  services: TrainNetworkServices,
): AsyncGenerator<TrainNetworkEvent> {
  const { architecture, source, seed } = request;
  const { workerFolder, ...reading } = services;
  const { limit, genres } = request;
  const dataset = await readDataset(source, { ...reading, frontEnd: frontEndFor(architecture), limit, genres, seed });
  requireTrainable(dataset);
  yield { kind: 'planned', genres: dataset.genres, epochs: request.epochs ?? architecture.recipe.epochs };
  const kind = request.split ?? defaultSplit(dataset);
  const split = splitFor(request, kind, dataset);
  yield* trainModel({
    ...request,
    dataset,
    split,
    stepsPerRun: request.stepsPerRun ?? stepsPerRunOn(request.provider, architecture),
    subsets: ['valid', 'test'],
    batchWorkerFile: join(workerFolder, 'batches.worker.js'),
    facts: cardFacts(request, kind, dataset, split),
    ...(services.signal && { signal: services.signal }),
  });
}

function splitFor({ architecture, seed, folds }: TrainNetworkRequest, kind: SplitName, dataset: Dataset): Split {
  const {
    frontEnd: { hopLength },
    bands: melBands,
  } = dataset;
  const { patchFrames } = specOf(architecture.input, { hopLength, melBands, rangeDecibels: 80 });
  return splitDataset(dataset, { kind, seed, segmentFrames: patchFrames, ...(folds && { folds }) });
}

function cardFacts(
  { architecture, name, seed, balanced }: TrainNetworkRequest,
  kind: SplitName,
  dataset: Dataset,
  split: Split,
): TrainModelOptions['facts'] {
  const { patience } = architecture.recipe;
  return {
    name,
    date: new Date().toISOString().slice(0, 10),
    command: `genrescope train --architecture ${architecture.name} --split ${kind} --seed ${seed}${balanced ? ' --balanced' : ''}`,
    split: kind,
    selection: patience === null ? 'The last epoch’s averaged weights.' : 'The epoch with the best valid accuracy.',
    data: [{ name: dataset.name, origin: 'Given by the user', examples: split.train }],
    licence: 'The user’s own.',
  };
}
