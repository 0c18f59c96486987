import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { createDecoder, locateFfmpeg } from '../../src-main/pipeline/decode/locate-ffmpeg.ts';
import type { Evaluation } from '../../src-main/pipeline/model/model-card.ts';
import { ensembleCardSchema } from '../../src-main/pipeline/model/ensemble-card.ts';
import { loadModel } from '../../src-main/pipeline/model/model-folder.ts';
import { architectureOf } from '../architectures/index.ts';
import type { Dataset } from '../dataset/example.ts';
import type { Split } from '../dataset/split.ts';
import { splitDataset } from '../dataset/split.ts';
import { evaluateModels } from './evaluate-model.ts';
import { readClips } from './read-clips.ts';
import { readDataset } from './read-dataset.ts';
import { figures, sayTraining } from './say-training.ts';
import { trainModel } from './train-model.ts';
import { writeCard } from './write-model.ts';

/** What the shipped models tell apart: GTZAN's ten genres and electronic music. */
const GENRES = ['blues', 'classical', 'country', 'disco', 'electronic', 'hiphop', 'jazz', 'metal', 'pop', 'reggae', 'rock'] as const;

/** The shipped models and their seeds. */
const SHIPPED = { 'mel-cnn': 1, 'mel-gru': 2 } as const;

const HELP = `Usage: npm run train:default -- --data FOLDER [--only NAME] [--out FOLDER] [--seed N] [--epochs N] [--threads N] [--no-test]

Trains the shipped models (${Object.keys(SHIPPED).join(', ')}) and writes model.onnx and card.json of each.
  --data FOLDER   holds gtzan-logmel/, clips/ and clips.csv
  --only NAME     one of them
  --out FOLDER    default resources/models
  --no-test       leave the test part alone (while settings are still being chosen)
`;

const optionsSchema = z.object({
  data: z.string(),
  only: z.enum(Object.keys(SHIPPED) as [keyof typeof SHIPPED]).optional(),
  out: z.string().default('resources/models'),
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
      data: { type: 'string' }, only: { type: 'string' }, out: { type: 'string' }, seed: { type: 'string' }, epochs: { type: 'string' },
      threads: { type: 'string' }, 'no-test': { type: 'boolean' }, help: { type: 'boolean', short: 'h' },
    },
  });
  const options = optionsSchema.safeParse(values);
  if (values.help || !options.success) {
    (values.help ? process.stdout : process.stderr).write(HELP);
    process.exitCode = values.help ? 0 : 1;
    return;
  }
  const { dataset, gtzan, clips } = await readData(options.data.data);
  const names = options.data.only ? [options.data.only] : (Object.keys(SHIPPED) as (keyof typeof SHIPPED)[]);
  for (const name of names) await trainShipped(name, options.data, { dataset, gtzan, clips });
  await writeEnsemble(options.data, { dataset, gtzan, clips });
}

interface ShippedData {
  readonly dataset: Dataset;
  readonly gtzan: Split;
  readonly clips: Dataset['examples'];
}

async function readData(folder: string): Promise<ShippedData> {
  const decoder = createDecoder(await locateFfmpeg(null), join(import.meta.dirname, 'ffmpeg-core.worker.js'));
  const dataset = await readDataset(
    { kind: 'gtzan-logmel', path: join(folder, 'gtzan-logmel') },
    { hopLength: 0, limit: null, genres: GENRES, seed: 1, decoder, onProgress: () => undefined, onSkip: () => undefined, onGenreSkip: () => undefined },
  );
  const gtzan = splitDataset(dataset, { kind: 'fault-filtered', seed: 1, segmentFrames: 0 });
  const heldOutArtists = [...gtzan.valid, ...gtzan.test].map(({ artist }) => artist);
  const clips = await readClips({ folder, genres: GENRES, hopLength: dataset.hopLength, decoder, heldOutArtists }, (done, total) => {
    if (done % 100 === 0 || done === total) say(`decoded ${done} of ${total} clips`);
  });
  return { dataset, gtzan, clips };
}

async function trainShipped(name: keyof typeof SHIPPED, options: Options, { dataset, gtzan, clips }: ShippedData): Promise<void> {
  const seed = options.seed ?? SHIPPED[name];
  const events = trainModel({
    architecture: architectureOf(name), dataset, split: { ...gtzan, train: [...gtzan.train, ...clips] },
    seed, epochs: options.epochs ?? null, balanced: false, stepsPerRun: null,
    parts: options['no-test'] ? ['valid'] : ['valid', 'test'],
    out: join(options.out, name), resume: true, provider: 'cpu', threads: options.threads,
    batchWorkerFile: join(import.meta.dirname, 'batches.worker.js'),
    facts: {
      name,
      date: new Date().toISOString().slice(0, 10),
      command: `npm run train:default -- --data FOLDER --only ${name} --seed ${seed}`,
      split: 'GTZAN fault-filtered',
      selection: 'Architecture and settings were chosen on the valid part alone; the last epoch’s averaged weights are shipped.',
      data: [
        { name: 'GTZAN, fault-filtered train part', origin: 'Tzanetakis & Cook 2002; split by Kereliuk, Sturm & Larsen 2015; log-mel pictures', examples: gtzan.train },
        { name: '30-second clips', origin: 'Panda et al. 2018 (AllMusic genres; pop_rock counts as any of pop, rock, metal, disco) and Aljanaki et al. 2016 (Magnatune); without artists of GTZAN’s valid and test parts', examples: clips },
      ],
      licence: 'MIT for the weights; the training recordings belong to their owners and are not included.',
    },
  });
  for await (const event of events) sayTraining(event, say);
}

/** The shipped models together; written once all of them are there. */
async function writeEnsemble(options: Options, { dataset, gtzan }: ShippedData): Promise<void> {
  const members = Object.keys(SHIPPED);
  const models = await Promise.all(members.map((name) => loadModel(join(options.out, name)).catch(() => null)));
  const loaded = models.filter((model) => model !== null);
  if (loaded.length < members.length) return say('The ensemble waits for the other models.');
  const evaluation: Evaluation[] = [];
  for (const part of options['no-test'] ? (['valid'] as const) : (['valid', 'test'] as const)) {
    const result = await evaluateModels(loaded, dataset, gtzan[part], options.threads);
    say(`ensemble, ${part}: ${figures(result)}`);
    evaluation.push({ split: `GTZAN fault-filtered ${part}${part === 'valid' ? ' (used for choices)' : ''}`, ...result });
  }
  await writeCard(join(options.out, 'ensemble'), ensembleCardSchema.parse({
    formatVersion: 1, kind: 'ensemble', name: 'ensemble', title: 'Ensemble', description: `The mean of the calibrated probabilities of ${members.join(' and ')}.`,
    genres: [...GENRES], members, date: new Date().toISOString().slice(0, 10), evaluation, licence: 'As its members’.',
  }));
}

await main();
