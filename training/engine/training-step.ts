import type { ScanStepResult } from '../autodiff/attributes.ts';
import { reshape } from '../autodiff/functions/index.ts';
import { Graph } from '../autodiff/graph.ts';
import { gradientsOf } from '../autodiff/gradients/pullback.ts';
import { scan } from '../autodiff/functions/scan.ts';
import type { Shape, Tensor } from '../autodiff/tensor.ts';
import type { Network, NetworkLayout } from '../network/context.ts';
import { genreCrossEntropy } from '../network/genre-loss.ts';
import { trainingContext } from '../network/training-context.ts';
import type { OptimizerOptions } from '../optimizer/optimizer.ts';
import { createOptimizer } from '../optimizer/optimizer.ts';
import type { Piece } from './pieces.ts';
import { cut, join, parametersIn, piecesOf } from './pieces.ts';
import type { Named, NamedPieces, WeightUpdateOptions } from './weight-update.ts';
import { movingAverage, updateWeights } from './weight-update.ts';

/** What a training step is built from. */
export interface TrainingStepOptions extends WeightUpdateOptions {
  readonly network: Network;
  readonly layout: NetworkLayout;
  /** [batch, …] */
  readonly inputShape: Shape;
  readonly genreCount: number;
  readonly labelSmoothing: number;
}

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
  const { layout } = options;
  const pieces = piecesOf(layout, stepsPerRun);
  const vectors = stateNames(options.optimizer).map((name) => {
    const isStatistics = name.toLowerCase().includes('statistics');
    const vector = graph.input(name, [isStatistics ? layout.statisticCount : layout.parameterCount]);
    return { name, parts: isStatistics ? [vector] : cut(vector, pieces) };
  });
  const shapes = Object.entries(feedShapes(options));
  const feeds = shapes.map(([name, shape]) => graph.input(name, stepsPerRun > 1 ? [stepsPerRun, ...shape] : shape));
  const named = (carries: readonly Tensor[]): NamedPieces => {
    const left = [...carries];
    return Object.fromEntries(vectors.map(({ name, parts }) => [name, left.splice(0, parts.length)]));
  };
  const step = (carries: readonly Tensor[], items: readonly Tensor[]): ScanStepResult => {
    const itemsByName = Object.fromEntries(shapes.map(([name], index) => [name, items[index] as Tensor]));
    const { loss, next } = stepOf(named(carries), itemsByName, options, pieces);
    return { carries: vectors.flatMap(({ name }) => at(next, name)), outputs: [reshape(loss, [1])] };
  };
  const state = vectors.flatMap(({ parts }) => parts);
  const { carries, outputs } =
    stepsPerRun > 1 ? scan({ carries: state, sequences: feeds, captures: [] }, step) : step(state, feeds);
  for (const [name, parts] of Object.entries(named(carries))) graph.output(`${name}_next`, join(parts));
  graph.output('loss', reshape(outputs[0] as Tensor, [stepsPerRun]));
  return graph;
}

function stepOf(
  state: NamedPieces,
  feeds: Named,
  options: TrainingStepOptions,
  pieces: readonly Piece[],
): { loss: Tensor; next: NamedPieces } {
  const { layout } = options;
  const parameters = parametersIn(at(state, 'parameters'), pieces);
  const { context, nextStatistics } = trainingContext(layout, {
    parameters,
    statistics: join(at(state, 'statistics')),
    noise: layout.noiseShapes.map((_, index) => at(feeds, `noise_${index}`)),
  });
  const logits = options.network(context, at(feeds, 'patches'));
  const loss = lossOf(logits, feeds, options);
  const gradients = gradientsOf(loss, [...parameters.values()]);
  const gradient = pieces.map((piece) => join(gradients.splice(0, piece.parameters.length)));
  const setting = { ...options, pieces, rates: at(feeds, 'rates') };
  const statistics = nextStatistics();
  return {
    loss,
    next: {
      ...updateWeights(state, gradient, setting),
      statistics: [statistics],
      averagedStatistics: [movingAverage(join(at(state, 'averagedStatistics')), statistics, setting)],
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

function at<Value>(values: Readonly<Record<string, Value>>, name: string): Value {
  const value = values[name];
  if (value === undefined) throw new Error(`the step lacks ${name}`);
  return value;
}
