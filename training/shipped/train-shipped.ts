import { join } from 'node:path';
import { loadModel } from '../../src-main/pipeline/model/model-folder.ts';
import { architectureOf } from '../architectures/index.ts';
import type { Dataset, Example } from '../dataset/example.ts';
import type { Split } from '../dataset/split.ts';
import { artistKey } from '../dataset/split.ts';
import type { TrainModelEvent } from '../runtime/train-model.ts';
import { trainModel } from '../runtime/train-model.ts';
import { writeCard } from '../runtime/write-model.ts';

/** What the cards call the valid subset. */
export const JUDGED_SPLIT = 'GTZAN fault-filtered valid (used for choices), heard by the same training without it';

/** The music that the shipped models come from. */
export interface ShippedData {
  readonly dataset: Dataset;
  /** GTZAN's fault-filtered subsets. */
  readonly gtzan: Split;
  /** Other music, without the artists of GTZAN's test subset. */
  readonly clips: readonly Example[];
}

/** How one of them is trained. */
export interface ShippedOptions {
  readonly name: string;
  readonly seed: number;
  readonly epochs: number | null;
  readonly threads: number;
  /** Folder of the model. */
  readonly out: string;
  /** Folder of the same network without the valid subset; one that is there already is not trained again. */
  readonly judged: string;
}

/**
 * Trains a network twice: on the train subset, so that the valid subset can calibrate it and say what choices are
 * worth; then as long again on both subsets, which gives the model itself. Neither training hears the test subset.
 * @throws what trainModel throws
 */
export async function* trainShipped(options: ShippedOptions, data: ShippedData): AsyncGenerator<TrainModelEvent> {
  const { dataset, gtzan } = data;
  const command = commandOf(options);
  const music = musicOf(data);
  if (!(await isTrained(options.judged, { ...options, command }))) {
    yield* trainOnce(
      {
        ...options,
        command,
        out: options.judged,
        valid: gtzan.valid,
        selection: 'None: the last epoch’s averaged weights.',
        music: music.judged,
      },
      dataset,
    );
  }
  const judged = await loadModel(options.judged);
  yield* trainOnce(
    {
      ...options,
      command,
      valid: [],
      music: music.shipped,
      selection:
        'Architecture and settings were chosen, and the probabilities calibrated, ' +
        'by a training without the valid part; then it was trained as long on the train and valid parts. ' +
        'The last epoch’s averaged weights are shipped.',
    },
    dataset,
  );
  const trained = await loadModel(options.out);
  await writeCard(options.out, {
    ...trained.card,
    temperature: judged.card.temperature,
    evaluation: judged.card.evaluation.map((figures) => ({ ...figures, split: JUDGED_SPLIT })),
  });
}

/** What each of the two trainings hears: the first no artist of the valid subset. */
export function musicOf({ gtzan, clips }: Omit<ShippedData, 'dataset'>): Record<'judged' | 'shipped', Once['music']> {
  const validArtists = new Set(gtzan.valid.map(({ artist }) => artistKey(artist)).filter((key) => key !== ''));
  return {
    judged: { gtzan: gtzan.train, clips: clips.filter(({ artist }) => !validArtists.has(artistKey(artist))) },
    shipped: { gtzan: [...gtzan.train, ...gtzan.valid], clips },
  };
}

/** The line that makes a shipped network again. */
export function commandOf({ name, seed }: Pick<ShippedOptions, 'name' | 'seed'>): string {
  return `npm run train:default -- --data FOLDER --only ${name} --seed ${seed}`;
}

/** Whether the folder holds what this line makes of this network as it is now, in as many epochs. */
export async function isTrained(
  folder: string,
  { name, command, epochs }: Pick<Once, 'name' | 'command' | 'epochs'>,
): Promise<boolean> {
  const { card } = await loadModel(folder).catch(() => ({ card: null }));
  const { description, recipe } = architectureOf(name);
  return (
    card?.training.command === command &&
    card.description === description &&
    card.training.epochs === (epochs ?? recipe.epochs)
  );
}

/** What one training learns from. */
export interface Once extends Omit<ShippedOptions, 'judged'> {
  /** What makes it again; for the card. */
  readonly command: string;
  readonly selection: string;
  readonly valid: readonly Example[];
  readonly music: { readonly gtzan: readonly Example[]; readonly clips: readonly Example[] };
}

/** One training of a shipped network. @throws what trainModel throws */
export async function* trainOnce(
  { name, seed, epochs, threads, out, command, selection, valid, music }: Once,
  dataset: Dataset,
): AsyncGenerator<TrainModelEvent> {
  const heldOut = valid.length > 0 ? 'valid and test parts' : 'test part';
  yield* trainModel({
    architecture: architectureOf(name),
    dataset,
    split: { train: [...music.gtzan, ...music.clips], valid, test: [] },
    seed,
    epochs,
    balanced: false,
    stepsPerRun: null,
    subsets: ['valid'],
    out,
    resume: true,
    provider: 'cpu',
    threads,
    batchWorkerFile: join(import.meta.dirname, 'batches.worker.js'),
    facts: {
      name,
      command,
      selection,
      date: new Date().toISOString().slice(0, 10),
      split: 'GTZAN fault-filtered',
      data: [
        {
          name: `GTZAN, fault-filtered ${valid.length > 0 ? 'train part' : 'train and valid parts'}`,
          origin: 'Tzanetakis & Cook 2002; split by Kereliuk, Sturm & Larsen 2015; log-mel pictures',
          examples: music.gtzan,
        },
        {
          name: '30-second clips',
          examples: music.clips,
          origin:
            'Panda et al. 2018 (AllMusic genres; pop_rock counts as any of pop, rock, metal, disco) and ' +
            `Aljanaki et al. 2016 (Magnatune); without artists of GTZAN’s ${heldOut}`,
        },
      ],
      licence: 'MIT for the weights; the training recordings belong to their owners and are not included.',
    },
  });
}
