import { Graph } from './autodiff/graph.ts';
import { gradientsOf } from './autodiff/pullback.ts';
import { scan } from './autodiff/scan.ts';
import type { Shape, Tensor } from './autodiff/tensor.ts';
import { elementCount } from './autodiff/tensor.ts';
import type { Network, NetworkLayout } from './network/context.ts';
import { genreCrossEntropy } from './network/genre-loss.ts';
import { layerRates } from './network/layer-rates.ts';
import { trainingContext } from './network/training-context.ts';
import type { OptimizerOptions } from './optimizer/optimizer.ts';
import { clipByNorm, createOptimizer, decayMask } from './optimizer/optimizer.ts';

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
export function feedShapes({ inputShape, genreCount, layout }: TrainingStepOptions): Readonly<Record<string, Shape>> {
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
  const step = (inner: Graph, carries: readonly Tensor[], items: readonly Tensor[]) => {
    const { loss, next } = stepOf(
      inner,
      named(names, carries),
      named(
        shapes.map(([name]) => name),
        items,
      ),
      options,
    );
    return { carries: names.map((name) => at(next, name)), outputs: [inner.emit('Reshape', [loss], { target: [1] })] };
  };
  const { carries, outputs } =
    stepsPerRun > 1 ? scan(graph, { carries: state, sequences: feeds, captures: [] }, step) : step(graph, state, feeds);
  names.forEach((name, index) => graph.output(`${name}_next`, carries[index] as Tensor));
  graph.output('loss', graph.emit('Reshape', [outputs[0] as Tensor], { target: [stepsPerRun] }));
  return graph;
}

function stepOf(graph: Graph, state: Named, feeds: Named, options: TrainingStepOptions): { loss: Tensor; next: Named } {
  const { layout, labelSmoothing, clipNorm } = options;
  const training = trainingContext(graph, layout, {
    parameters: at(state, 'parameters'),
    statistics: at(state, 'statistics'),
    noise: layout.noiseShapes.map((_, index) => at(feeds, `noise_${index}`)),
  });
  const logits = options.network(training.context, at(feeds, 'patches'));
  const loss = genreCrossEntropy(graph, logits, {
    allowed: at(feeds, 'allowed'),
    otherAllowed: at(feeds, 'otherAllowed'),
    mix: at(feeds, 'mix'),
    weights: at(feeds, 'weights'),
    labelSmoothing,
  });
  const flat = gradientsOf(graph, loss, training.parameters).map((gradient) =>
    graph.emit('Reshape', [gradient], { target: [elementCount(gradient.shape)] }),
  );
  const gradient = graph.emit('Concat', flat, { axis: 0 });
  const optimizer = createOptimizer(options.optimizer);
  const updated = optimizer.update(graph, {
    parameters: at(state, 'parameters'),
    slots: optimizer.slots.map((name) => at(state, name)),
    gradient: clipNorm === null ? gradient : clipByNorm(graph, gradient, clipNorm),
    decayMask: decayMask(graph, layout.parameters),
    rates: at(feeds, 'rates'),
  });
  const parameters =
    options.earlyRate === 1
      ? updated.parameters
      : slowed(graph, at(state, 'parameters'), updated.parameters, layerRates(layout.parameters, options.earlyRate));
  const statistics = training.nextStatistics();
  const renewed = graph.emit('Slice', [at(feeds, 'rates')], { axis: 0, start: 3, end: 4 });
  // An average that each step renews whole is the newest weights.
  const average = (old: Tensor, fresh: Tensor) =>
    options.averagingRate === 1
      ? fresh
      : graph.emit('Add', [old, graph.emit('Mul', [renewed, graph.emit('Sub', [fresh, old], {})], {})], {});
  return {
    loss,
    next: {
      parameters,
      ...named(optimizer.slots, updated.slots),
      statistics,
      averagedParameters: average(at(state, 'averagedParameters'), parameters),
      averagedStatistics: average(at(state, 'averagedStatistics'), statistics),
    },
  };
}

/** Takes so much of every step. @param rates of all parameters, flat */
function slowed(graph: Graph, before: Tensor, after: Tensor, rates: Float32Array): Tensor {
  const step = graph.emit('Sub', [after, before], {});
  return graph.emit('Add', [before, graph.emit('Mul', [step, graph.constant(rates, [rates.length])], {})], {});
}

function named(names: readonly string[], tensors: readonly Tensor[]): Named {
  return Object.fromEntries(names.map((name, index) => [name, tensors[index] as Tensor]));
}

function at(tensors: Named, name: string): Tensor {
  const tensor = tensors[name];
  if (!tensor) throw new Error(`the step lacks ${name}`);
  return tensor;
}
