import { join } from 'node:path';
import { loadModel } from '../../src-main/pipeline/model/model-folder.ts';
import { architectureOf } from '../architectures/index.ts';
import type { Dataset, Example } from '../dataset/example.ts';
import type { Split } from '../dataset/split.ts';
import { artistKey } from '../dataset/split.ts';
import type { TrainModelEvent } from '../runtime/train-model.ts';
import { trainModel } from '../runtime/train-model.ts';
import { writeCard } from '../runtime/write-model.ts';

/** The valid subset's name in the cards. */
export const JUDGED_SPLIT =
  'GTZAN fault-filtered valid (used for choices), predicted by the same network trained without it';

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
 * worth; then as long again on both subsets, which gives the model itself. Neither training uses the test subset.
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
        'by a training without the valid subset; then it was trained as long on the train and valid subsets. ' +
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

/** The music of each of the two trainings: the first has no artist of the valid subset. */
export function musicOf({ gtzan, clips }: Omit<ShippedData, 'dataset'>): Record<'judged' | 'shipped', Once['music']> {
  const validArtists = new Set(gtzan.valid.map(({ artist }) => artistKey(artist)).filter((key) => key !== ''));
  return {
    judged: { gtzan: gtzan.train, clips: clips.filter(({ artist }) => !validArtists.has(artistKey(artist))) },
    shipped: { gtzan: [...gtzan.train, ...gtzan.valid], clips },
  };
}

/** The command that trains a shipped network. */
export function commandOf({ name, seed }: Pick<ShippedOptions, 'name' | 'seed'>): string {
  return `npm run train:default -- --data FOLDER --only ${name} --seed ${seed}`;
}

/** Whether the folder has this network, trained by this command in as many epochs. */
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

/** One training of a shipped network: its music and its description. */
export interface Once extends Omit<ShippedOptions, 'judged'> {
  /** The command that trains it, for the card. */
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
  const heldOut = valid.length > 0 ? 'valid and test subsets' : 'test subset';
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
          name: `GTZAN, fault-filtered ${valid.length > 0 ? 'train subset' : 'train and valid subsets'}`,
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
