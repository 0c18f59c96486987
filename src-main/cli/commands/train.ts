import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import type { Architecture } from '../../../training/architectures/architecture.ts';
import { specOf } from '../../../training/architectures/architecture.ts';
import { ARCHITECTURES, architectureOf } from '../../../training/architectures/index.ts';
import { Graph } from '../../../training/autodiff/graph.ts';
import { layoutOf } from '../../../training/network/context.ts';
import { GTZAN_GENRES } from '../../../training/runtime/read-dataset.ts';
import { sayTraining } from '../../../training/runtime/say-training.ts';
import type { TrainingProvider } from '../../../training/runtime/training-provider.ts';
import { trainingProvider, TRAINING_PROVIDERS } from '../../../training/runtime/training-provider.ts';
import { AppError } from '../../contract/app-error.ts';
import { openDecoder } from '../../pipeline/decode/open-decoder.ts';
import { inputShape } from '../../pipeline/features/feature-spec.ts';
import { shippedNames } from '../../pipeline/model/model-folder.ts';
import { whole } from '../../texts/format.ts';
import type { TrainNetworkEvent, TrainNetworkRequest } from '../../use-cases/training/train-network.ts';
import { trainNetwork } from '../../use-cases/training/train-network.ts';
import type { Command, CommandContext } from '../command.ts';
import { parseOptionsAlone, UsageError } from '../command.ts';
import type { ReadingTeller } from '../data-options.ts';
import {
  checkDataOptions,
  createReadingTeller,
  DATA_HELP,
  DATA_OPTIONS,
  dataOptionsSchema,
  foldsOf,
  sourceOf,
} from '../data-options.ts';
import { modelName } from '../model-name.ts';
import { counted, EXIT, print, printJson, say } from '../output.ts';
import { userSettings } from '../user-settings.ts';

const NAMES = ARCHITECTURES.map(({ name }) => name);

const OPTIONS = {
  ...DATA_OPTIONS,
  architecture: { type: 'string' },
  epochs: { type: 'string' },
  out: { type: 'string' },
  provider: { type: 'string' },
  'steps-per-run': { type: 'string' },
  balanced: { type: 'boolean' },
  resume: { type: 'boolean' },
  'dry-run': { type: 'boolean' },
} as const;

const optionsSchema = dataOptionsSchema.extend({
  architecture: z.enum(NAMES as [string, ...string[]], { error: `must be one of ${NAMES.join(', ')}` }),
  epochs: z.coerce.number().int().min(1).max(10_000).optional(),
  out: z.string().optional(),
  provider: z.enum(['auto', ...TRAINING_PROVIDERS]).default('auto'),
  'steps-per-run': z.coerce.number().int().min(1).max(256).optional(),
  balanced: z.boolean().default(false),
  resume: z.boolean().default(false),
  'dry-run': z.boolean().default(false),
});

type Options = z.infer<typeof optionsSchema>;

/** Where the model goes, and what computes it. */
interface Target {
  readonly out: string;
  readonly provider: TrainingProvider;
}

/** `genrescope train`: trains a new model on labelled music. */
export const train: Command = {
  help: `Usage: genrescope train --architecture NAME (--data DIR | --labels FILE | --gtzan-logmel DIR) --out DIR [options]

Writes model.onnx and card.json into DIR. During the training, DIR has a checkpoint of the last finished epoch.
  --architecture NAME   ${NAMES.join(', ')}
${DATA_HELP}
  --epochs N            maximum number of epochs (default: set by the architecture)
  --balanced            give rare genres the same weight as frequent ones
  --resume              continue from the checkpoint in DIR; otherwise, the checkpoint is replaced
  --provider P          auto, cuda or cpu
  --steps-per-run K     optimiser steps per run of the graph (default: set by the architecture)
  --dry-run             print the layers and sizes of the network; train nothing
  --json                the events of the training as JSON Lines on stdout
`,
  async run(args, context) {
    const options = parseOptionsAlone(args, OPTIONS, optionsSchema);
    const architecture = architectureOf(options.architecture);
    if (options['dry-run']) return describe(architecture, options);
    const { out } = options;
    if (out === undefined) throw new UsageError('--out: give the folder of the model');
    checkDataOptions(options);
    await checkOut(out, context);
    return runTraining(architecture, { out, provider: await trainingProvider(options.provider) }, options, context);
  },
};

function describe(architecture: Architecture, { genres, json }: Options): number {
  const count = genres?.length ?? GTZAN_GENRES.length;
  const shape = inputShape(
    specOf(architecture.input, { hopLength: architecture.hopLength, melBands: 128, rangeDecibels: 80 }),
  );
  const layout = layoutOf(architecture.network(count), () => new Graph(), [1, ...shape]);
  const parameters = layout.parameterCount + layout.statisticCount;
  if (json) {
    printJson({
      architecture: architecture.name,
      genres: count,
      parameters,
      trainableParameters: layout.parameterCount,
      inputShape: shape,
      layers: layout.layers,
    });
    return EXIT.ok;
  }
  print(`${architecture.title}: ${architecture.description}`);
  print(`for ${counted(count, 'genre')}${genres ? '' : ', those of GTZAN; --genres sets others'}`);
  print(`input ${shape.join('×')}`);
  for (const layer of layout.layers)
    print(`  ${layer.kind.padEnd(20)} ${layer.outputShape.join('×').padEnd(14)} ${whole(layer.parameters)}`);
  print(`${whole(parameters)} parameters, ${whole(layout.statisticCount)} of them not trained`);
  return EXIT.ok;
}

async function runTraining(
  architecture: Architecture,
  { out, provider }: Target,
  options: Options,
  context: CommandContext,
): Promise<number> {
  const teller = createReadingTeller();
  const { ffmpegPath } = await userSettings(context);
  const decoder = await openDecoder(ffmpegPath, context.workerFolder);
  const events = trainNetwork(requestOf(architecture, { out, provider }, options), {
    ...teller,
    decoder,
    workerFolder: context.workerFolder,
    signal: context.signal,
  });
  try {
    const isStopped = await tellTraining(events, options, teller);
    if (isStopped) return EXIT.cancelled;
  } finally {
    teller.finish();
  }
  say(howToUse(out, context));
  return teller.leftOut() > 0 ? EXIT.someFailed : EXIT.ok;
}

function requestOf(architecture: Architecture, { out, provider }: Target, options: Options): TrainNetworkRequest {
  const { epochs = null, limit = null, genres = null, split = null } = options;
  const { balanced, threads, resume, seed } = options;
  return {
    source: sourceOf(options),
    architecture,
    name: modelName(out),
    out,
    provider,
    epochs,
    limit,
    genres,
    split,
    balanced,
    threads,
    resume,
    seed,
    stepsPerRun: options['steps-per-run'] ?? null,
    ...foldsOf(options),
  };
}

/** @returns whether the training was stopped */
async function tellTraining(
  events: AsyncIterable<TrainNetworkEvent>,
  { resume, json }: Options,
  teller: ReadingTeller,
): Promise<boolean> {
  let isStopped = false;
  for await (const event of events) {
    if (event.kind === 'planned') {
      teller.finish();
      continue;
    }
    isStopped ||= event.kind === 'stopped';
    if (event.kind === 'started' && resume && event.resumedAtEpoch === 0)
      say('There is no checkpoint to resume. The training starts with the first epoch.');
    if (json) printJson(event);
    else sayTraining(event, say);
  }
  return isStopped;
}

/**
 * Checks the output folder.
 * @throws UsageError where it is a file
 * @throws AppError model-name-taken where the model would hide one that comes with the app
 */
async function checkOut(out: string, context: CommandContext): Promise<void> {
  const { paths, modelRoots } = context;
  if (
    await stat(out).then(
      (stats) => !stats.isDirectory(),
      () => false,
    )
  )
    throw new UsageError(`--out: ${out} is a file. Give a folder.`);
  if (isInstalled(out, context) && (await shippedNames(modelRoots, paths.models)).includes(modelName(out)))
    throw new AppError('model-name-taken', modelName(out));
}

function howToUse(out: string, context: CommandContext): string {
  const name = modelName(out);
  const place = isInstalled(out, context) ? '' : ` Move it into ${context.paths.models} first.`;
  const use = `“genrescope analyze FOLDER --model ${name}” uses it. You can also choose it in the settings of the app.`;
  return `The model “${name}” is in ${resolve(out)}.${place} ${use}`;
}

/** Whether the output folder is in the app's models folder. */
function isInstalled(out: string, { paths }: CommandContext): boolean {
  return dirname(resolve(out)) === resolve(paths.models);
}
