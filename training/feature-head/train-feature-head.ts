import type { Tensors } from '../../src-main/contract/tensors.ts';
import type { CompileGraph } from '../autodiff/graph-runner.ts';
import { Graph } from '../autodiff/graph.ts';
import { elementCount } from '../autodiff/tensor.ts';
import type { RunOptions } from '../engine/training-run.ts';
import { TrainingRun } from '../engine/training-run.ts';
import { buildTrainingStep } from '../engine/training-step.ts';
import type { NetworkLayout } from '../network/context.ts';
import { layoutOf } from '../network/context.ts';
import type { Random } from '../random/random.ts';
import { createRandom, shuffled } from '../random/random.ts';
import { weightsNamed } from '../retrain/named-weights.ts';
import { fromStandardised, momentsOf, standardised } from '../retrain/standardise.ts';
import type { FeatureHead } from './feature-head.ts';
import { meanHead } from './feature-head.ts';
import { headNetwork } from './head-network.ts';

/** A track's features, and the genres that its label allows. */
export interface LabelledFeatures {
  readonly features: Float32Array;
  readonly allowed: readonly number[];
}

/** Who computes, and what follows from what. */
export interface HeadOptions {
  readonly genreCount: number;
  readonly seed: number;
  readonly compile: CompileGraph;
}

/** Epochs of every training. */
export const HEAD_EPOCHS = 100;
/** Trainings from other beginnings, whose logits are averaged. */
export const HEADS = 4;
const BATCH_SIZE = 32;
const STEP = {
  labelSmoothing: 0.05,
  optimizer: { kind: 'adamw', beta1: 0.9, beta2: 0.999, epsilon: 1e-7, weightDecay: 0.2 },
  clipNorm: null,
  averagingRate: 1,
  earlyRate: 1,
} as const;
const RUN = {
  epochs: HEAD_EPOCHS,
  schedule: { kind: 'cosine', peak: 3e-3, final: 0, warmUpEpochs: 0 },
  optimizer: STEP.optimizer,
  averagingRate: STEP.averagingRate,
  patience: null,
  startFrom: null,
} as const satisfies Omit<RunOptions, 'batch'>;

/** Learns genres from features that stay as they are. */
export async function trainFeatureHead(
  tracks: readonly LabelledFeatures[],
  { genreCount, seed, compile }: HeadOptions,
): Promise<FeatureHead> {
  const rows = tracks.map(({ features }) => features);
  const moments = momentsOf(rows);
  const featureCount = moments.mean.length;
  const network = headNetwork(genreCount);
  const layout = layoutOf(network, () => new Graph(), [BATCH_SIZE, featureCount]);
  const steps = Math.floor(tracks.length / BATCH_SIZE);
  const inputShape = [BATCH_SIZE, featureCount];
  const runner = await compile(buildTrainingStep({ ...STEP, network, layout, inputShape, genreCount }, steps));
  const data = { matrix: standardised(rows, moments), allowed: tracks.map(({ allowed }) => allowed), genreCount };
  const heads: FeatureHead[] = [];
  for (let head = 0; head < HEADS; head++) {
    const random = createRandom(seed).fork(head);
    const run = new TrainingRun(layout, { ...RUN, batch: { seed: random.fork(HEAD_EPOCHS).index(2 ** 31) } }, steps);
    for (; run.epoch < HEAD_EPOCHS; run.finishEpoch(null))
      await run.advance(epochFeeds(data, layout, random.fork(run.epoch), steps), new Map([[steps, runner]]));
    const layerOf = (name: string) => ({
      weights: weightsNamed(layout, run.chosen, `${name}.weights`),
      bias: weightsNamed(layout, run.chosen, `${name}.bias`),
    });
    heads.push({ hidden: fromStandardised(layerOf('hidden'), moments), genres: layerOf('genres') });
  }
  await runner.release();
  return meanHead(heads);
}

/** What a training learns from. */
interface HeadData {
  /** [tracks, features], standardised. */
  readonly matrix: Float32Array;
  readonly allowed: readonly (readonly number[])[];
  readonly genreCount: number;
}

/** An epoch's batches, in an order of chance; the tracks that do not fill the last one wait for another epoch. */
function epochFeeds({ matrix, allowed, genreCount }: HeadData, layout: NetworkLayout, random: Random, steps: number) {
  const width = matrix.length / allowed.length;
  const order = shuffled(random, [...allowed.keys()]);
  const ones = new Float32Array(BATCH_SIZE).fill(1);
  return Array.from({ length: steps }, (_, step): Tensors => {
    const patches = new Float32Array(BATCH_SIZE * width);
    const targets = new Float32Array(BATCH_SIZE * genreCount);
    order.slice(step * BATCH_SIZE, (step + 1) * BATCH_SIZE).forEach((track, place) => {
      patches.set(matrix.subarray(track * width, (track + 1) * width), place * width);
      for (const genre of allowed[track] ?? []) targets[place * genreCount + genre] = 1;
    });
    const noise = layout.noiseShapes.map((shape) => new Float32Array(elementCount(shape)).map(() => random.uniform()));
    return {
      patches,
      allowed: targets,
      otherAllowed: targets,
      mix: ones,
      weights: ones,
      ...Object.fromEntries(noise.map((values, index) => [`noise_${index}`, values])),
    };
  });
}
