import type { Graph } from './autodiff/graph.ts';
import { Graph as GraphClass } from './autodiff/graph.ts';
import { elementCount } from './autodiff/tensor.ts';
import type { BatchOptions } from './dataset/batches.ts';
import { epochBatches } from './dataset/batches.ts';
import type { Example } from './dataset/example.ts';
import type { Network, NetworkLayout } from './network/context.ts';
import { layoutOf } from './network/context.ts';
import type { NetworkState } from './network/parameters.ts';
import { initialState } from './network/parameters.ts';
import type { AdamOptions } from './optimizer/adamw.ts';
import { adamRates } from './optimizer/adamw.ts';
import { learningRateAt } from './optimizer/schedule.ts';
import type { Random } from './random.ts';
import { createRandom } from './random.ts';
import { buildTrainingStep } from './training-step.ts';

/** Numbers in and out of a graph, by name. */
export type Tensors = Readonly<Record<string, Float32Array>>;

/** A graph that is ready to run. */
export interface GraphRunner {
  run(feeds: Tensors): Promise<Tensors>;
  release(): Promise<void>;
}

/** Compiles graphs: ONNX Runtime in the app and in tests, handed in so that this folder needs no runtime. */
export type CompileGraph = (graph: Graph) => Promise<GraphRunner>;

/** Everything that decides a training run. */
export interface TrainingOptions {
  readonly network: Network;
  readonly batch: BatchOptions;
  readonly epochs: number;
  readonly peakLearningRate: number;
  readonly warmUpEpochs: number;
  readonly labelSmoothing: number;
  readonly adam: AdamOptions;
  /** Share of the average of weights that each step replaces by the newest weights. */
  readonly averagingRate: number;
  readonly seed: number;
}

/** What a training run reports as it goes. */
export type TrainingEvent =
  | { readonly kind: 'epoch'; readonly epoch: number; readonly epochs: number; readonly loss: number; readonly averaged: NetworkState }
  | { readonly kind: 'stopped'; readonly epoch: number }
  | { readonly kind: 'done'; readonly averaged: NetworkState };

/**
 * Trains from scratch. The weights that are reported are an exponential moving average over steps
 * (Polyak & Juditsky 1992), which generalises better than the last step's.
 */
export async function* train(
  examples: readonly Example[],
  options: TrainingOptions,
  compile: CompileGraph,
  signal?: AbortSignal,
): AsyncGenerator<TrainingEvent> {
  const { batch, epochs } = options;
  const inputShape = [batch.batchSize, batch.normalisation.mean.length, batch.columns];
  const layout = layoutOf(options.network, () => new GraphClass(), inputShape);
  const step = buildTrainingStep({ ...options, layout, inputShape, genreCount: batch.genreCount });
  const runner = await compile(step.graph);
  const stepsPerEpoch = Math.floor(examples.length / batch.batchSize);
  const schedule = {
    peak: options.peakLearningRate, final: 1e-6,
    warmUpSteps: options.warmUpEpochs * stepsPerEpoch, totalSteps: epochs * stepsPerEpoch,
  };
  const run = createRun(layout, options);
  try {
    for (let epoch = 0; epoch < epochs; epoch++) {
      let loss = 0;
      for (const feeds of epochBatches(examples, batch, createRandom(options.seed).fork(epoch + 1))) {
        if (signal?.aborted) {
          yield { kind: 'stopped', epoch };
          return;
        }
        const rates = adamRates(options.adam, learningRateAt(schedule, run.steps), run.steps + 1);
        loss += run.advance(await runner.run({ ...run.state(), ...feeds, rates, ...noiseFeeds(step.noiseShapes, run.random) }));
      }
      yield { kind: 'epoch', epoch: epoch + 1, epochs, loss: loss / stepsPerEpoch, averaged: run.averaged };
    }
    yield { kind: 'done', averaged: run.averaged };
  } finally {
    await runner.release();
  }
}

function noiseFeeds(shapes: readonly (readonly number[])[], random: Random): Tensors {
  return Object.fromEntries(
    shapes.map((shape, index) => [`noise_${index}`, Float32Array.from({ length: elementCount(shape) }, () => random.uniform())]),
  );
}

function createRun(layout: NetworkLayout, options: TrainingOptions) {
  const random = createRandom(options.seed);
  const start = initialState(layout, random);
  const averaged: NetworkState = { parameters: start.parameters.slice(), statistics: start.statistics.slice() };
  let tensors: Tensors = {
    ...start,
    firstMoment: new Float32Array(layout.parameterCount),
    secondMoment: new Float32Array(layout.parameterCount),
  };
  const run = {
    steps: 0,
    random,
    averaged,
    state: () => tensors,
    /** Takes a step's results; returns its loss. */
    advance(results: Tensors): number {
      const next = (name: string) => results[`${name}_next`] as Float32Array;
      tensors = Object.fromEntries(Object.keys(tensors).map((name) => [name, next(name)]));
      run.steps += 1;
      // Early on, the average follows quickly: the start is of no interest.
      const rate = Math.max(options.averagingRate, 1 / (1 + run.steps));
      average(averaged.parameters, next('parameters'), rate);
      average(averaged.statistics, next('statistics'), rate);
      return (results['loss'] as Float32Array)[0] as number;
    },
  };
  return run;
}

function average(target: Float32Array, fresh: Float32Array, rate: number): void {
  for (let index = 0; index < target.length; index++) {
    target[index] = (target[index] as number) + rate * ((fresh[index] as number) - (target[index] as number));
  }
}
