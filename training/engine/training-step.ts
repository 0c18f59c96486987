import type { ScanStepResult } from '../autodiff/attributes.ts';
import { add, concat, mul, ravel, reshape, slice, sub } from '../autodiff/functions/index.ts';
import { Graph } from '../autodiff/graph.ts';
import { gradientsOf } from '../autodiff/gradients/pullback.ts';
import { scan } from '../autodiff/functions/scan.ts';
import type { Shape, Tensor } from '../autodiff/tensor.ts';
import type { Network, NetworkLayout } from '../network/context.ts';
import { genreCrossEntropy } from '../network/genre-loss.ts';
import { layerRates } from '../network/layer-rates.ts';
import { trainingContext } from '../network/training-context.ts';
import type { OptimizerOptions } from '../optimizer/optimizer.ts';
import { clippingScale, createOptimizer, decayMask } from '../optimizer/optimizer.ts';

/** What a training step is built from. */
export interface TrainingStepOptions {
  readonly network: Network;
  readonly layout: NetworkLayout;
  /** [batch, …] */
  readonly inputShape: Shape;
  readonly genreCount: number;
  readonly labelSmoothing: number;
  readonly optimizer: OptimizerOptions;
  /** Largest norm of the gradient; null for any. */
  readonly clipNorm: number | null;
  /** See TrainingOptions. */
  readonly averagingRate: number;
  /** See TrainingOptions. */
  readonly earlyRate: number;
}

/** The state's vectors and one batch's tensors, by name. */
type Named = Readonly<Record<string, Tensor>>;

/** Names of the state's vectors: what a checkpoint holds. */
export function stateNames(optimizer: OptimizerOptions): readonly string[] {
  return ['parameters', ...createOptimizer(optimizer).slots, 'statistics', 'averagedParameters', 'averagedStatistics'];
}

/** Shapes of everything that is fed for one step. `rates` are the optimiser's three and the share of the average that is renewed. */
function feedShapes({ inputShape, genreCount, layout }: TrainingStepOptions): Readonly<Record<string, Shape>> {
  const batch = inputShape[0] ?? 0;
  return {
    patches: inputShape,
    allowed: [batch, genreCount],
    otherAllowed: [batch, genreCount],
    mix: [batch, 1],
    weights: [batch, 1],
    rates: [4],
    ...Object.fromEntries(layout.noiseShapes.map((shape, index) => [`noise_${index}`, shape])),
  };
}

/**
 * Forward pass, loss, backward pass, optimiser, running statistics and the moving average of the weights
 * (Polyak & Juditsky 1992) in one ordinary ONNX graph. Inputs: the state's vectors and the feeds; outputs: every
 * vector's next value under `NAME_next`, and `loss` [steps].
 * @param stepsPerRun more than one: the feeds have a first axis of as many steps, which one run takes in turn
 */
export function buildTrainingStep(options: TrainingStepOptions, stepsPerRun = 1): Graph {
  const graph = new Graph();
  const names = stateNames(options.optimizer);
  const state = names.map((name) =>
    graph.input(name, [
      name.toLowerCase().includes('statistics') ? options.layout.statisticCount : options.layout.parameterCount,
    ]),
  );
  const shapes = Object.entries(feedShapes(options));
  const feeds = shapes.map(([name, shape]) => graph.input(name, stepsPerRun > 1 ? [stepsPerRun, ...shape] : shape));
  const step = (carries: readonly Tensor[], items: readonly Tensor[]): ScanStepResult => {
    const itemNames = shapes.map(([name]) => name);
    const { loss, next } = stepOf(named(names, carries), named(itemNames, items), options);
    return { carries: names.map((name) => at(next, name)), outputs: [reshape(loss, [1])] };
  };
  const { carries, outputs } =
    stepsPerRun > 1 ? scan({ carries: state, sequences: feeds, captures: [] }, step) : step(state, feeds);
  names.forEach((name, index) => graph.output(`${name}_next`, carries[index] as Tensor));
  graph.output('loss', reshape(outputs[0] as Tensor, [stepsPerRun]));
  return graph;
}

function stepOf(state: Named, feeds: Named, options: TrainingStepOptions): { loss: Tensor; next: Named } {
  const { layout, earlyRate } = options;
  const training = trainingContext(layout, {
    parameters: at(state, 'parameters'),
    statistics: at(state, 'statistics'),
    noise: layout.noiseShapes.map((_, index) => at(feeds, `noise_${index}`)),
  });
  const logits = options.network(training.context, at(feeds, 'patches'));
  const loss = lossOf(logits, feeds, options);
  const gradient = concat(gradientsOf(loss, training.parameters).map(ravel), { axis: 0 });
  const updated = updateOf(state, feeds, gradient, options);
  const parameters =
    earlyRate === 1
      ? updated.parameters
      : slowed(at(state, 'parameters'), updated.parameters, layerRates(layout.parameters, earlyRate));
  const statistics = training.nextStatistics();
  return {
    loss,
    next: {
      parameters,
      statistics,
      ...updated.slots,
      ...averagesOf(state, feeds, { parameters, statistics }, options),
    },
  };
}

function lossOf(logits: Tensor, feeds: Named, { labelSmoothing }: TrainingStepOptions): Tensor {
  return genreCrossEntropy(logits, {
    allowed: at(feeds, 'allowed'),
    otherAllowed: at(feeds, 'otherAllowed'),
    mix: at(feeds, 'mix'),
    weights: at(feeds, 'weights'),
    labelSmoothing,
  });
}

/** What the optimiser makes of the flat gradient: the parameters, and its own vectors by name. */
function updateOf(
  state: Named,
  feeds: Named,
  gradient: Tensor,
  { layout, optimizer: chosen, clipNorm }: TrainingStepOptions,
): { readonly parameters: Tensor; readonly slots: Named } {
  const optimizer = createOptimizer(chosen);
  const { parameters, slots } = optimizer.update({
    parameters: at(state, 'parameters'),
    slots: optimizer.slots.map((name) => at(state, name)),
    gradient,
    gradientScale: clipNorm === null ? gradient.graph.scalar(1) : clippingScale(gradient, clipNorm),
    decayMask: decayMask(gradient.graph, layout.parameters),
    rates: at(feeds, 'rates'),
  });
  return { parameters, slots: named(optimizer.slots, slots) };
}

/** The moving averages of weights and running statistics; one that each step renews whole is the newest values. */
function averagesOf(
  state: Named,
  feeds: Named,
  { parameters, statistics }: { readonly parameters: Tensor; readonly statistics: Tensor },
  { averagingRate }: TrainingStepOptions,
): Named {
  const renewed = slice(at(feeds, 'rates'), { axis: 0, start: 3, end: 4 });
  const average = (old: Tensor, fresh: Tensor) =>
    averagingRate === 1 ? fresh : add(mul(old, sub(1, renewed)), mul(fresh, renewed));
  return {
    averagedParameters: average(at(state, 'averagedParameters'), parameters),
    averagedStatistics: average(at(state, 'averagedStatistics'), statistics),
  };
}

/** Takes so much of every step. @param rates of all parameters, flat */
function slowed(before: Tensor, after: Tensor, rates: Float32Array): Tensor {
  const step = sub(after, before);
  return add(before, mul(step, before.graph.constant(rates, [rates.length])));
}

function named(names: readonly string[], tensors: readonly Tensor[]): Named {
  return Object.fromEntries(names.map((name, index) => [name, tensors[index] as Tensor]));
}

function at(tensors: Named, name: string): Tensor {
  const tensor = tensors[name];
  if (!tensor) throw new Error(`the step lacks ${name}`);
  return tensor;
}
