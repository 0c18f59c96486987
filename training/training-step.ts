import { Graph } from './autodiff/graph.ts';
import { gradientsOf } from './autodiff/pullback.ts';
import type { Shape, Tensor } from './autodiff/tensor.ts';
import { elementCount } from './autodiff/tensor.ts';
import { genreCrossEntropy } from './network/genre-loss.ts';
import type { Network, NetworkContext, NetworkLayout } from './network/context.ts';
import { unflatten } from './network/parameters.ts';
import type { AdamOptions } from './optimizer/adamw.ts';
import { adamUpdate, decayMask } from './optimizer/adamw.ts';

/** What a training step is built from. */
export interface TrainingStepOptions {
  readonly network: Network;
  readonly layout: NetworkLayout;
  /** [batch, bands, columns] */
  readonly inputShape: Shape;
  readonly genreCount: number;
  readonly labelSmoothing: number;
  readonly adam: AdamOptions;
}

/** A whole optimiser step as one graph. */
export interface TrainingStep {
  readonly graph: Graph;
  /** Shapes of the noise inputs `noise_0`, `noise_1`, … that the caller fills on every step. */
  readonly noiseShapes: readonly Shape[];
}

/**
 * Forward pass, loss, backward pass, AdamW and running statistics in one ordinary ONNX graph.
 * Inputs: `parameters`, `firstMoment`, `secondMoment`, `statistics`, `rates`, `patches`,
 * `allowed` and `otherAllowed` [batch, genres], `mix` [batch, 1], `noise_i`. Outputs: the four states' next values and `loss`.
 */
export function buildTrainingStep(options: TrainingStepOptions): TrainingStep {
  const { layout, inputShape, genreCount } = options;
  const graph = new Graph();
  const count = [layout.parameterCount];
  const state = {
    parameters: graph.input('parameters', count),
    firstMoment: graph.input('firstMoment', count),
    secondMoment: graph.input('secondMoment', count),
  };
  const statistics = graph.input('statistics', [layout.statisticCount]);
  const { context, finishStatistics, noiseShapes, parameters } = trainingContext(graph, layout, state.parameters, statistics);
  const targetShape = [inputShape[0] ?? 0, genreCount];
  const loss = genreCrossEntropy(graph, options.network(context, graph.input('patches', inputShape)), {
    allowed: graph.input('allowed', targetShape),
    otherAllowed: graph.input('otherAllowed', targetShape),
    mix: graph.input('mix', [inputShape[0] ?? 0, 1]),
    labelSmoothing: options.labelSmoothing,
  });
  const gradients = gradientsOf(graph, loss, parameters);
  const flat = gradients.map((gradient) => graph.emit('Reshape', [gradient], { target: [elementCount(gradient.shape)] }));
  const rates = graph.input('rates', [3]);
  const mask = decayMask(graph, layout.parameters);
  const next = adamUpdate(graph, state, graph.emit('Concat', flat, { axis: 0 }), { ...options.adam, decayMask: mask, rates });
  for (const key of ['parameters', 'firstMoment', 'secondMoment'] as const) graph.output(`${key}_next`, next[key]);
  graph.output('statistics_next', finishStatistics());
  graph.output('loss', loss);
  return { graph, noiseShapes };
}

function trainingContext(graph: Graph, layout: NetworkLayout, flatParameters: Tensor, flatStatistics: Tensor) {
  const parameters = unflatten(graph, flatParameters, layout.parameters);
  const statistics = unflatten(graph, flatStatistics, layout.statistics);
  const updates = new Map(statistics);
  const noiseShapes: Shape[] = [];
  const find = (tensors: ReadonlyMap<string, Tensor>, name: string): Tensor => {
    const tensor = tensors.get(name);
    if (!tensor) throw new Error(`the layout lacks ${name}`);
    return tensor;
  };
  const context: NetworkContext = {
    graph,
    training: true,
    fused: false,
    parameter: ({ name }) => find(parameters, name),
    statistic: ({ name }) => find(statistics, name),
    updateStatistic: (name, value) => updates.set(name, value),
    noise: (shape) => graph.input(`noise_${noiseShapes.push(shape) - 1}`, shape),
  };
  const finishStatistics = () => {
    const flat = [...updates.values()].map((value) => graph.emit('Reshape', [value], { target: [elementCount(value.shape)] }));
    return graph.emit('Concat', flat, { axis: 0 });
  };
  return { context, finishStatistics, noiseShapes, parameters: [...parameters.values()] };
}
