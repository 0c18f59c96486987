import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { openDecoder } from '../../src-main/pipeline/decode/open-decoder.ts';
import { splitDataset } from '../dataset/split.ts';
import { trainOutsideFolds } from './outside-folds.ts';
import { readClips } from './read-clips.ts';
import { MEL_HOP_LENGTH } from '../architectures/mel-trunk.ts';
import { readDataset } from '../runtime/read-dataset.ts';
import { sayTraining } from '../runtime/say-training.ts';
import type { ShippedData } from './train-shipped.ts';
import { commandOf, trainShipped } from './train-shipped.ts';
import { writeFigures } from './write-figures.ts';

/** The genres of the shipped models: GTZAN's ten genres and electronic music. */
const GENRES = [
  'blues',
  'classical',
  'country',
  'disco',
  'electronic',
  'hiphop',
  'jazz',
  'metal',
  'pop',
  'reggae',
  'rock',
] as const;

/** The shipped models and their seeds. */
const SHIPPED = { 'mel-cnn': 1, 'mel-gru': 2, 'mel-statistics': 3 } as const;

const HELP = `Usage: npm run train:default -- --data FOLDER [--only NAME] [--out FOLDER] [--judged FOLDER] [--outside]
                                       [--folds FOLDER] [--seed N] [--epochs N] [--threads N] [--no-test]

Trains the shipped models (${Object.keys(SHIPPED).join(', ')}) and writes model.onnx and card.json of each.
  --data FOLDER   the folder that contains gtzan-logmel/, clips/ and clips.csv
  --only NAME     train only this model
  --out FOLDER    the folder of the models (default resources/models)
  --judged FOLDER the folder of the same networks trained without GTZAN's valid subset, which calibrates and evaluates
                  them; networks that are there are not trained again (default training/.judged)
  --outside       instead, train each network eight times without one fold of the clips, to evaluate the ensemble on the
                  clips; takes three hours
  --folds FOLDER  the folder of the networks of --outside (default training/.folds)
  --seed N        seed of the networks (default: the seed of each shipped model)
  --epochs N      number of epochs (default: set by the architecture)
  --threads N     threads of ONNX Runtime (default 2)
  --no-test       do not evaluate on the test subset (while settings are still being chosen)
`;

const optionsSchema = z.object({
  data: z.string(),
  only: z.enum(Object.keys(SHIPPED) as [keyof typeof SHIPPED]).optional(),
  out: z.string().default('resources/models'),
  judged: z.string().default('training/.judged'),
  outside: z.boolean().default(false),
  folds: z.string().default('training/.folds'),
  seed: z.coerce.number().int().optional(),
  epochs: z.coerce.number().int().positive().optional(),
  threads: z.coerce.number().int().positive().default(2),
  'no-test': z.boolean().default(false),
});

const say = (line: string) => void process.stderr.write(`${line}\n`);

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      data: { type: 'string' },
      only: { type: 'string' },
      out: { type: 'string' },
      judged: { type: 'string' },
      folds: { type: 'string' },
      seed: { type: 'string' },
      epochs: { type: 'string' },
      threads: { type: 'string' },
      'no-test': { type: 'boolean' },
      outside: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const options = optionsSchema.safeParse(values);
  if (values.help || !options.success) {
    (values.help ? process.stdout : process.stderr).write(HELP);
    process.exitCode = values.help ? 0 : 1;
    return;
  }
  const data = await readData(options.data.data);
  const names = options.data.only ? [options.data.only] : (Object.keys(SHIPPED) as (keyof typeof SHIPPED)[]);
  const { out, judged, threads } = options.data;
  for (const name of names) {
    const settings = {
      name,
      threads,
      seed: options.data.seed ?? SHIPPED[name],
      epochs: options.data.epochs ?? null,
      out: join(out, name),
      judged: join(judged, name),
    };
    const events = options.data.outside
      ? trainOutsideFolds({ ...settings, command: `${commandOf(settings)} --outside` }, options.data.folds, data)
      : trainShipped(settings, data);
    for await (const event of events) sayTraining(event, say);
  }
  const { folds, 'no-test': isWithoutTest } = options.data;
  const members = Object.keys(SHIPPED);
  await writeFigures({ members, genres: GENRES, out, judged, folds, threads, isWithoutTest }, data, say);
}

async function readData(folder: string): Promise<ShippedData> {
  const decoder = await openDecoder(null, import.meta.dirname);
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

await main();
