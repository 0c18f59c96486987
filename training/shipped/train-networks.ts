import { join } from 'node:path';
import type { Decoder } from '../../src-main/pipeline/decode/decoder.ts';
import { MEL_HOP_LENGTH } from '../architectures/mel-trunk.ts';
import { splitDataset } from '../dataset/split.ts';
import { GTZAN_GENRES, readDataset } from '../runtime/read-dataset.ts';
import { sayTraining } from '../runtime/say-training.ts';
import { trainOutsideFolds } from './outside-folds.ts';
import { readClips } from './read-clips.ts';
import type { ShippedData } from './train-shipped.ts';
import { commandOf, trainShipped } from './train-shipped.ts';
import { writeFigures } from './write-figures.ts';

/** The genres of our own networks: GTZAN's ten genres and electronic music. */
const GENRES: readonly string[] = [...GTZAN_GENRES, 'electronic'].toSorted();

/** The shipped networks of our own and their seeds. */
const OWN_NETWORKS = { 'mel-cnn': 1, 'mel-gru': 2, 'mel-statistics': 3 } as const;
/** See {@link OWN_NETWORKS}. */
export type OwnNetwork = keyof typeof OWN_NETWORKS;
/** All of their names. */
export const OWN_NETWORK_NAMES = Object.keys(OWN_NETWORKS) as readonly OwnNetwork[];

/** Which of them are trained, and how. */
export interface NetworksOptions {
  readonly names: readonly OwnNetwork[];
  readonly data: string;
  readonly out: string;
  readonly judged: string;
  readonly folds: string;
  /** Whether to train each without one fold of the clips instead. */
  readonly isOutside: boolean;
  readonly seed: number | null;
  readonly epochs: number | null;
  readonly threads: number;
  readonly isWithoutTest: boolean;
  readonly decoder: Decoder;
}

type Say = (line: string) => void;

/** Trains our own networks, and writes their figures and their ensemble's once all are there. @throws AppError */
export async function trainNetworks(options: NetworksOptions, say: Say): Promise<void> {
  const { out, judged, folds, threads, isWithoutTest } = options;
  const data = await readData(options, say);
  for (const name of options.names) {
    const settings = {
      name,
      threads,
      seed: options.seed ?? OWN_NETWORKS[name],
      epochs: options.epochs,
      out: join(out, name),
      judged: join(judged, name),
    };
    const events = options.isOutside
      ? trainOutsideFolds({ ...settings, command: `${commandOf(settings)} --outside` }, folds, data)
      : trainShipped(settings, data);
    for await (const event of events) sayTraining(event, say);
  }
  await writeFigures(
    { members: OWN_NETWORK_NAMES, genres: GENRES, out, judged, folds, threads, isWithoutTest },
    data,
    say,
  );
}

async function readData({ data: folder, decoder }: NetworksOptions, say: Say): Promise<ShippedData> {
  const dataset = await readDataset(
    { kind: 'gtzan-logmel', path: join(folder, 'gtzan-logmel') },
    {
      frontEnd: { kind: 'mel-decibels', hopLength: MEL_HOP_LENGTH },
      limit: null,
      genres: GENRES,
      seed: 1,
      decoder,
      onProgress: () => undefined,
      onSkip: () => undefined,
      onGenreSkip: () => undefined,
    },
  );
  const gtzan = splitDataset(dataset, { kind: 'fault-filtered', seed: 1, segmentFrames: 0 });
  const heldOutArtists = gtzan.test.map(({ artist }) => artist);
  const clips = await readClips(
    { folder, genres: GENRES, frontEnd: dataset.frontEnd, decoder, heldOutArtists },
    (done, total) => {
      if (done % 100 === 0 || done === total) say(`decoded ${done} of ${total} clips`);
    },
  );
  return { dataset, gtzan, clips };
}
