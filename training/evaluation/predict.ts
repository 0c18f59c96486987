import type { FeatureSpec } from '../../src-main/pipeline/features/feature-spec.ts';
import { inputShape } from '../../src-main/pipeline/features/feature-spec.ts';
import { patchInput } from '../../src-main/pipeline/features/patch-input.ts';
import { concat } from '../autodiff/functions/index.ts';
import { Graph } from '../autodiff/graph.ts';
import type { Tensor } from '../autodiff/tensor.ts';
import type { Example } from '../dataset/example.ts';
import { cropOf, patchStarts } from '../dataset/example.ts';
import type { Network, NetworkLayout } from '../network/context.ts';
import { layoutOf } from '../network/context.ts';
import type { NetworkState } from '../network/parameters.ts';
import { evaluationContext, frozenContext, unflatten } from '../network/parameters.ts';
import type { CompileGraph, GraphRunner } from '../autodiff/graph-runner.ts';
import type { Tensors } from '../../src-main/contract/tensors.ts';

/** Logits [genres] of one example: of every patch, and their mean. */
export interface ExampleLogits {
  readonly patches: readonly Float32Array[];
  readonly mean: Float64Array;
}

/** Runs weights of one network over examples; compiled once for all weights. */
export interface Predictor {
  predict(state: NetworkState, examples: readonly Example[]): Promise<ExampleLogits[]>;
  release(): Promise<void>;
}

const PATCHES_A_RUN = 16;

/**
 * The finished network as a graph: `patches` [batch, …input] → `logits` [batch, genres], `embedding` [batch, features].
 */
export function inferenceGraph(network: Network, state: NetworkState, shape: readonly number[]): Graph {
  const layout = layoutOf(network, () => new Graph(), [1, ...shape]);
  const graph = new Graph();
  const features: Tensor[] = [];
  const context = { ...frozenContext(graph, layout, state), head: (given: Tensor) => void features.push(given) };
  graph.output('logits', network(context, graph.input('patches', [-1, ...shape])));
  const [first] = features;
  if (first) graph.output('embedding', features.length === 1 ? first : concat(features, { axis: 1 }));
  return graph;
}

/** The network in its finished form, but with the weights as inputs. */
export async function createPredictor(
  network: Network,
  layout: NetworkLayout,
  spec: FeatureSpec,
  compile: CompileGraph,
): Promise<Predictor> {
  const graph = new Graph();
  const parameters = unflatten(graph.input('parameters', [layout.parameterCount]), layout.parameters);
  const statistics = unflatten(graph.input('statistics', [layout.statisticCount]), layout.statistics);
  const context = { ...evaluationContext(new Map([...parameters, ...statistics])), fused: true };
  graph.output('logits', network(context, graph.input('patches', [-1, ...inputShape(spec)])));
  const runner = await compile(graph);
  return {
    predict: (state, examples) => predictExamples(runner, spec, examples, { ...state }),
    release: () => runner.release(),
  };
}

/** Runs a finished network over examples. @param weights what its graph takes besides `patches` */
export async function predictExamples(
  runner: GraphRunner,
  spec: FeatureSpec,
  examples: readonly Example[],
  weights: Tensors = {},
): Promise<ExampleLogits[]> {
  const results: ExampleLogits[] = [];
  for (const example of examples) results.push(await rowsOf(runner, weights, 'logits', example, spec));
  return results;
}

/** What a network gives its last layer, or its head: rows [features] of every patch of an example, and their mean. */
export function embeddingsOf(runner: GraphRunner, spec: FeatureSpec, example: Example): Promise<ExampleLogits> {
  return rowsOf(runner, {}, 'embedding', example, spec);
}

async function rowsOf(
  runner: GraphRunner,
  weights: Tensors,
  output: 'logits' | 'embedding',
  example: Example,
  spec: FeatureSpec,
): Promise<ExampleLogits> {
  const input = patchInput(spec);
  const size = inputShape(spec).reduce((product, length) => product * length, 1);
  const starts = patchStarts(example.frames, spec.patchFrames, spec.patchHopFrames);
  const rows: Float32Array[] = [];
  for (let first = 0; first < starts.length; first += PATCHES_A_RUN) {
    const chosen = starts.slice(first, first + PATCHES_A_RUN);
    const patches = new Float32Array(chosen.length * size);
    chosen.forEach((start, index) =>
      patches.set(input(cropOf(example, start, spec.patchFrames), example.peak), index * size),
    );
    const values = (await runner.run({ ...weights, patches }))[output];
    if (!values) throw new Error(`the network has no output “${output}”`);
    const width = values.length / chosen.length;
    chosen.forEach((_, index) => rows.push(values.slice(index * width, (index + 1) * width)));
  }
  const mean = Float64Array.from(
    rows[0] ?? [],
    (_, place) => rows.reduce((sum, row) => sum + (row[place] as number), 0) / rows.length,
  );
  return { patches: rows, mean };
}
