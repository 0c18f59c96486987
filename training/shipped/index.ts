import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { openDecoder } from '../../src-main/pipeline/decode/open-decoder.ts';
import type { Evaluation } from '../../src-main/pipeline/model/model-card.ts';
import { ensembleCardSchema } from '../../src-main/pipeline/model/ensemble-card.ts';
import type { LoadedModel } from '../../src-main/pipeline/model/model-folder.ts';
import { loadModel } from '../../src-main/pipeline/model/model-folder.ts';
import { splitDataset } from '../dataset/split.ts';
import type { Example } from '../dataset/example.ts';
import { evaluateModels } from '../runtime/evaluate-model.ts';
import { evaluateOutside, OUTSIDE_SPLIT, trainOutsideFolds } from './outside-folds.ts';
import { readClips } from './read-clips.ts';
import { readDataset } from '../runtime/read-dataset.ts';
import { figures, sayTraining } from '../runtime/say-training.ts';
import type { ShippedData } from './train-shipped.ts';
import { commandOf, JUDGED_SPLIT, trainShipped } from './train-shipped.ts';
import { writeCard } from '../runtime/write-model.ts';

/** What the shipped models tell apart: GTZAN's ten genres and electronic music. */
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

/** What the cards call the test part, which no choice was made by. */
const TEST_SPLIT = 'GTZAN fault-filtered test';

/** The shipped models and their seeds. */
const SHIPPED = { 'mel-cnn': 1, 'mel-gru': 2, 'mel-statistics': 3 } as const;

const HELP = `Usage: npm run train:default -- --data FOLDER [--only NAME] [--out FOLDER] [--judged FOLDER] [--outside] [--seed N] [--epochs N] [--threads N] [--no-test]

Trains the shipped models (${Object.keys(SHIPPED).join(', ')}) and writes model.onnx and card.json of each.
  --data FOLDER   holds gtzan-logmel/, clips/ and clips.csv
  --only NAME     one of them
  --out FOLDER    default resources/models
  --judged FOLDER the same networks trained without GTZAN's valid part, which calibrates and judges them; those that are
                  there are not trained again; default training/.judged
  --outside       train each eight times without a part of the clips instead, which then judges the ensemble: three hours
  --folds FOLDER  where those are kept; default training/.folds
  --no-test       leave the test part alone (while settings are still being chosen)
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

type Options = z.infer<typeof optionsSchema>;

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
  await writeFigures(options.data, data);
}

async function readData(folder: string): Promise<ShippedData> {
  const decoder = await openDecoder(null, import.meta.dirname);
  const dataset = await readDataset(
    { kind: 'gtzan-logmel', path: join(folder, 'gtzan-logmel') },
    {
      hopLength: 0,
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
    { folder, genres: GENRES, hopLength: dataset.hopLength, decoder, heldOutArtists },
    (done, total) => {
      if (done % 100 === 0 || done === total) say(`decoded ${done} of ${total} clips`);
    },
  );
  return { dataset, gtzan, clips };
}

/** What the finished networks and their ensemble are worth; written into their cards once all of them are there. */
async function writeFigures(options: Options, data: ShippedData): Promise<void> {
  const members = Object.keys(SHIPPED);
  const judged = await loadAll(options.judged, members);
  const shipped = await loadAll(options.out, members);
  if (!judged || !shipped) return say('The figures wait for the other models.');
  const { dataset, gtzan } = data;
  const figuresOf = async (
    split: string,
    name: string,
    models: readonly LoadedModel[],
    examples: readonly Example[],
  ): Promise<Evaluation[]> => {
    if (examples.length === 0) return [];
    const result = await evaluateModels(models, dataset, examples, options.threads);
    say(`${name}, ${split}: ${figures(result)}`);
    return [{ split, ...result }];
  };
  const test = options['no-test'] ? [] : gtzan.test;
  for (const model of shipped) {
    const { name, evaluation } = model.card;
    await writeCard(join(options.out, name), {
      ...model.card,
      evaluation: [
        ...evaluation.filter(({ split }) => split !== TEST_SPLIT),
        ...(await figuresOf(TEST_SPLIT, name, [model], test)),
      ],
    });
  }
  const evaluation = [
    ...(await figuresOf(JUDGED_SPLIT, 'ensemble', judged, gtzan.valid)),
    ...(await figuresOf(TEST_SPLIT, 'ensemble', shipped, test)),
  ];
  const outside = await evaluateOutside(
    members,
    judged.map(({ card }) => card.temperature),
    options.folds,
    data,
    options.threads,
  );
  if (outside) evaluation.push({ split: OUTSIDE_SPLIT, ...outside });
  if (outside) say(`ensemble, ${OUTSIDE_SPLIT}: ${figures(outside)}`);
  await writeCard(
    join(options.out, 'ensemble'),
    ensembleCardSchema.parse({
      formatVersion: 1,
      kind: 'ensemble',
      name: 'ensemble',
      title: 'Ensemble',
      description: `The mean of the calibrated probabilities of ${members.slice(0, -1).join(', ')} and ${members.at(-1)}.`,
      genres: [...GENRES],
      members,
      date: new Date().toISOString().slice(0, 10),
      evaluation,
      licence: 'As its members’.',
    }),
  );
}

/** All of them, or null where one is missing. */
async function loadAll(folder: string, names: readonly string[]): Promise<LoadedModel[] | null> {
  const models = await Promise.all(names.map((name) => loadModel(join(folder, name)).catch(() => null)));
  const loaded = models.filter((model) => model !== null);
  return loaded.length === names.length ? loaded : null;
}

await main();
