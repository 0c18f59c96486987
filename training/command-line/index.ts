import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { Evaluation } from '../../src-main/pipeline/model/model-card.ts';
import { softmax } from '../../src-main/pipeline/probabilities/aggregate-patches.ts';
import type { Example } from '../dataset/example.ts';
import { measure } from '../evaluation/metrics.ts';
import { inferenceGraph, predictLogits } from '../evaluation/predict.ts';
import { fitTemperature } from '../evaluation/temperature.ts';
import { MEL_CNN_ARCHITECTURE, melCnn } from '../network/mel-cnn.ts';
import type { NetworkState } from '../network/parameters.ts';
import { encodeModel } from '../onnx/encode-model.ts';
import { train } from '../train.ts';
import type { TrainingData } from './load-data.ts';
import { countGenres, loadData } from './load-data.ts';
import { onnxCompiler } from './onnx-runner.ts';
import { GENRES, INPUT, MEL, RECIPE } from './recipe.ts';
import { writeModel } from './write-model.ts';

const HELP = `Usage: npm run train:default -- --data FOLDER [--out FOLDER] [--seed N] [--epochs N] [--threads N] [--no-test]

Trains the shipped model and writes model.onnx and card.json.
  --data FOLDER   holds gtzan-logmel/, clips/ and clips.csv
  --out FOLDER    default resources/models/mel-cnn
  --no-test       leave the test part alone (while settings are still being chosen)
`;

const optionsSchema = z.object({
  data: z.string(),
  out: z.string().default('resources/models/mel-cnn'),
  seed: z.coerce.number().int().default(2),
  epochs: z.coerce.number().int().positive().default(RECIPE.epochs),
  threads: z.coerce.number().int().positive().default(2),
  'no-test': z.boolean().default(false),
});

type Options = z.infer<typeof optionsSchema>;

const network = melCnn(GENRES.length);

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      data: { type: 'string' }, out: { type: 'string' }, seed: { type: 'string' }, epochs: { type: 'string' },
      threads: { type: 'string' }, 'no-test': { type: 'boolean' }, help: { type: 'boolean', short: 'h' },
    },
  });
  const options = optionsSchema.safeParse(values);
  if (values.help || !options.success) {
    (values.help ? process.stdout : process.stderr).write(HELP);
    process.exitCode = values.help ? 0 : 1;
    return;
  }
  const data = await loadData(options.data.data, import.meta.dirname, say);
  const state = await trainState(data, options.data);
  await evaluateAndWrite(data, state, options.data);
}

async function trainState(data: TrainingData, options: Options): Promise<NetworkState> {
  const batch = {
    ...RECIPE, columns: INPUT.patchFrames, genreCount: GENRES.length, normalisation: data.normalisation,
  };
  const started = Date.now();
  const events = train([...data.gtzan.train, ...data.clips], { ...RECIPE, network, batch, epochs: options.epochs, seed: options.seed }, onnxCompiler(options.threads));
  for await (const event of events) {
    if (event.kind === 'done') return event.averaged;
    if (event.kind !== 'epoch') continue;
    const elapsed = (Date.now() - started) / 1000;
    const eta = Math.round((elapsed / event.epoch) * (event.epochs - event.epoch));
    say(`epoch ${event.epoch}/${event.epochs}, loss ${event.loss.toFixed(3)}, ${Math.round(elapsed)} s, ETA ${eta} s`);
  }
  throw new Error('the training was stopped');
}

async function evaluateAndWrite(data: TrainingData, state: NetworkState, options: Options): Promise<void> {
  const graph = inferenceGraph(network, state, { rows: INPUT.rows, columns: INPUT.patchFrames });
  const predict = (examples: readonly Example[]) =>
    predictLogits(examples, graph, { columns: INPUT.patchFrames, normalisation: data.normalisation, compile: onnxCompiler(options.threads) });
  const validLogits = await predict(data.gtzan.valid);
  const temperature = fitTemperature(validLogits.map((logits, index) => ({ logits, genre: data.gtzan.valid[index]?.allowed[0] ?? 0 })));
  const evaluate = (split: string, examples: readonly Example[], logits: readonly Float64Array[]): Evaluation => ({
    split,
    ...measure(examples.map(({ allowed }, index) => ({ allowed, probabilities: softmax(logits[index] ?? [], temperature) })), GENRES.length),
  });
  const evaluation = [evaluate('GTZAN fault-filtered valid (used for every choice)', data.gtzan.valid, validLogits)];
  if (!options['no-test']) {
    evaluation.push(evaluate('GTZAN fault-filtered test', data.gtzan.test, await predict(data.gtzan.test)));
  }
  const card = await writeModel(join(options.out), encodeModel(graph, 'mel-cnn'), cardContents(data, state, options, temperature, evaluation));
  for (const { split, correct, tracks, accuracy, macroF1, calibrationError } of card.evaluation) {
    say(`${split}: ${correct} of ${tracks} right (${(100 * accuracy).toFixed(1)} %), macro F1 ${macroF1.toFixed(3)}, calibration error ${calibrationError.toFixed(3)}`);
  }
}

function cardContents(data: TrainingData, state: NetworkState, options: Options, temperature: number, evaluation: Evaluation[]) {
  return {
    name: 'mel-cnn',
    title: 'Mel CNN',
    description: 'Convolutions over ten seconds of log-mel spectrogram, then a gated recurrent unit over time. Trained from scratch on ONNX Runtime.',
    genres: [...GENRES],
    featureSpec: {
      version: 1 as const, kind: 'log-mel' as const, ...MEL, sampleRate: 22050 as const, fftSize: 2048 as const,
      melScale: 'slaney' as const, melNorm: 'slaney' as const,
      referenceSeconds: INPUT.referenceSeconds, rangeDecibels: INPUT.rangeDecibels, bandsPerRow: INPUT.bandsPerRow,
      normalisation: { mean: [...data.normalisation.mean], deviation: [...data.normalisation.deviation] },
      patchFrames: INPUT.patchFrames, patchHopFrames: INPUT.patchHopFrames,
    },
    temperature,
    network: {
      architecture: MEL_CNN_ARCHITECTURE,
      parameters: state.parameters.length,
      input: `patches [batch, ${INPUT.rows}, ${INPUT.patchFrames}] float32`,
      output: `logits [batch, ${GENRES.length}] float32`,
    },
    training: {
      seed: options.seed,
      date: new Date().toISOString().slice(0, 10),
      epochs: options.epochs,
      command: `npm run train:default -- --data FOLDER --seed ${options.seed} --epochs ${options.epochs}`,
      selection: 'Architecture and settings were chosen on the valid part alone; the last epoch’s averaged weights are shipped.',
      data: [
        { name: 'GTZAN, fault-filtered train part', origin: 'Tzanetakis & Cook 2002; split by Kereliuk, Sturm & Larsen 2015; log-mel pictures', tracks: countGenres(data.gtzan.train) },
        { name: '30-second clips', origin: 'Panda et al. 2018 (AllMusic genres; pop_rock counts as any of pop, rock, metal, disco) and Aljanaki et al. 2016 (Magnatune); without artists of GTZAN’s valid and test parts', tracks: countGenres(data.clips) },
      ],
    },
    evaluation,
    licence: 'MIT for the weights; the training recordings belong to their owners and are not included.',
  };
}

await main();
