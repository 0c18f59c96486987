import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { makeFolder } from '../../src-main/files/make-folder.ts';
import { openDecoder } from '../../src-main/pipeline/decode/open-decoder.ts';
import type { Architecture } from '../architectures/architecture.ts';
import { specOf } from '../architectures/architecture.ts';
import { ARCHITECTURES } from '../architectures/index.ts';
import type { Dataset } from '../dataset/example.ts';
import type { Split, SplitName } from '../dataset/split.ts';
import { splitDataset } from '../dataset/split.ts';
import { MEL_HOP_LENGTH } from '../architectures/mel-trunk.ts';
import { readDataset } from '../runtime/read-dataset.ts';
import type { Row } from './results-table.ts';
import { replaceSection } from './results-file.ts';
import { resultsTable, rowSchema } from './results-table.ts';
import { sayTraining } from '../runtime/say-training.ts';
import type { TrainModelOptions } from '../runtime/train-model.ts';
import { trainModel } from '../runtime/train-model.ts';

const HELP = `Usage: npm run table:gtzan -- --data FOLDER [--only NAME] [--seed N] [--threads N]
                                     [--work FOLDER] [--out FILE]

Trains every architecture on GTZAN's log-mel pictures by the field's usual protocol and on the fault-filtered split, and
writes training/RESULTS.md. Finished rows are kept in the work folder: a second call continues where the first ended.
  --data FOLDER   the folder that contains logmel_u8.bin.gz and index.csv
  --only NAME     train only this architecture, and replace its row
  --seed N        seed of the networks and the splits (default 1)
  --threads N     threads of ONNX Runtime (default 2)
  --work FOLDER   the folder of the finished rows (default training/.table)
  --out FILE      the table (default training/RESULTS.md)
`;

const optionsSchema = z.object({
  data: z.string(),
  only: z.string().optional(),
  seed: z.coerce.number().int().default(1),
  threads: z.coerce.number().int().min(1).default(2),
  work: z.string().default('training/.table'),
  out: z.string().default('training/RESULTS.md'),
});

type Options = z.infer<typeof optionsSchema>;

const say = (line: string) => void process.stderr.write(`${line}\n`);

async function main(): Promise<void> {
  const strings = Object.fromEntries(
    ['data', 'only', 'seed', 'threads', 'work', 'out'].map((name) => [name, { type: 'string' as const }]),
  );
  const { values } = parseArgs({ options: { ...strings, help: { type: 'boolean', short: 'h' } } });
  const parsed = optionsSchema.safeParse(values);
  if (values['help'] || !parsed.success) {
    (values['help'] ? process.stdout : process.stderr).write(HELP);
    process.exitCode = values['help'] ? 0 : 1;
    return;
  }
  const options = parsed.data;
  const decoder = await openDecoder(null, import.meta.dirname);
  const dataset = await readDataset(
    { kind: 'gtzan-logmel', path: options.data },
    {
      frontEnd: { kind: 'mel-decibels', hopLength: MEL_HOP_LENGTH },
      limit: null,
      genres: null,
      seed: options.seed,
      decoder,
      onProgress: () => undefined,
      onSkip: () => undefined,
      onGenreSkip: () => undefined,
    },
  );
  const rows: Row[] = [];
  // Networks with a front end of others hear more than GTZAN's pictures hold.
  for (const architecture of ARCHITECTURES.filter(({ input }) => input.kind !== 'spectrogram')) {
    if (options.only === architecture.name)
      await rm(join(options.work, architecture.name), { recursive: true, force: true });
    const isWanted = options.only === undefined || options.only === architecture.name;
    const row =
      (await keptRow(architecture, options)) ?? (isWanted ? await rowOf(architecture, dataset, options) : null);
    if (row) rows.push(row);
    await writeFile(
      options.out,
      replaceSection(await readFile(options.out, 'utf8').catch(() => ''), resultsTable(rows, options)),
    );
  }
}

function rowFile(architecture: Architecture, { work }: Options): string {
  return join(work, architecture.name, 'row.json');
}

async function keptRow(architecture: Architecture, options: Options): Promise<Row | null> {
  return readFile(rowFile(architecture, options), 'utf8').then(
    (text) => rowSchema.parse(JSON.parse(text)),
    () => null,
  );
}

async function rowOf(architecture: Architecture, dataset: Dataset, options: Options): Promise<Row> {
  const { patchFrames } = specOf(architecture.input, {
    hopLength: dataset.frontEnd.hopLength,
    melBands: dataset.bands,
    rangeDecibels: 80,
  });
  const longest = Math.max(...dataset.examples.map(({ frames }) => frames));
  // A spectrogram of the whole clip cannot be cut into pieces: there the leak is that of artists and of repeated
  // recordings.
  const leaky: SplitName = 2 * patchFrames <= longest ? 'random-segments' : 'stratified';
  const usual = await runOf(architecture, dataset, leaky, patchFrames, options);
  const honest = await runOf(architecture, dataset, 'fault-filtered', patchFrames, options);
  const row: Row = {
    name: architecture.name,
    parameters: honest.parameters,
    usual,
    honest,
    date: new Date().toISOString().slice(0, 10),
    seed: options.seed,
  };
  makeFolder(join(options.work, architecture.name));
  await writeFile(rowFile(architecture, options), JSON.stringify(row));
  return row;
}

type Run = Row['usual'] & { readonly parameters: number };

async function runOf(
  architecture: Architecture,
  dataset: Dataset,
  kind: SplitName,
  segmentFrames: number,
  options: Options,
): Promise<Run> {
  const split = splitDataset(dataset, { kind, seed: options.seed, segmentFrames });
  let parameters = 0;
  const seconds: number[] = [];
  for await (const event of trainModel(runOptions(architecture, dataset, split, kind, options))) {
    if (event.kind === 'started') {
      ({ parameters } = event);
      say(`${architecture.name}, ${kind}`);
    }
    if (event.kind === 'epoch') seconds.push(event.seconds);
    sayTraining(event, say);
    if (event.kind !== 'done' || !event.result.test) continue;
    const { accuracy, interval95, tracks, macroF1 } = event.result.test;
    const { epoch } = event;
    return { split: kind, accuracy, interval95, tracks, macroF1, epoch, secondsPerEpoch: median(seconds), parameters };
  }
  throw new Error(`The training of ${architecture.name} ended without an evaluation.`);
}

function runOptions(
  architecture: Architecture,
  dataset: Dataset,
  split: Split,
  kind: SplitName,
  { seed, threads, work }: Options,
): TrainModelOptions {
  return {
    architecture,
    dataset,
    split,
    seed,
    epochs: null,
    balanced: false,
    stepsPerRun: null,
    subsets: ['valid', 'test'],
    out: join(work, architecture.name, kind),
    resume: true,
    provider: 'cpu',
    threads,
    batchWorkerFile: join(import.meta.dirname, 'batches.worker.js'),
    facts: {
      name: architecture.name,
      date: new Date().toISOString().slice(0, 10),
      command: 'npm run table:gtzan',
      split: kind,
      selection: 'As the architecture’s recipe says.',
      data: [{ name: dataset.name, origin: 'Tzanetakis & Cook 2002', examples: split.train }],
      licence: 'For comparison only.',
    },
  };
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}

await main();
