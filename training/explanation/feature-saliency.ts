import { concat, mul, sum } from '../autodiff/functions/index.ts';
import { Graph } from '../autodiff/graph.ts';
import type { CompileGraph } from '../autodiff/graph-runner.ts';
import { gradientsOf } from '../autodiff/gradients/pullback.ts';
import type { Tensor } from '../autodiff/tensor.ts';
import type { Network } from '../network/context.ts';
import { layoutOf } from '../network/context.ts';
import type { NetworkState } from '../network/parameters.ts';
import { frozenContext } from '../network/parameters.ts';
import { logOdds } from './log-odds.ts';
import { COPIES, smoothGradient } from './saliency.ts';

/** Which saliency a network finds for a direction of its features: what a head on them looks for. */
export interface FeatureExplainer {
  /** As {@link Explainer.saliency}. @param direction [features] */
  saliency(patch: Float32Array, direction: Float32Array): Promise<Float32Array>;
  release(): Promise<void>;
}

/** @param shape of one input, without the batch */
export async function createFeatureExplainer(
  network: Network,
  state: NetworkState,
  shape: readonly [number, number],
  compile: CompileGraph,
): Promise<FeatureExplainer> {
  const runner = await compile(featureGraph(network, state, shape));
  return {
    saliency: (patch, direction) => smoothGradient(runner, patch, shape, { direction }),
    release: () => runner.release(),
  };
}

/** `patches` [COPIES, …shape], `direction` [features] → `gradient` […shape] of direction · features, summed. */
function featureGraph(network: Network, state: NetworkState, shape: readonly number[]): Graph {
  const layout = layoutOf(network, () => new Graph(), [1, ...shape]);
  const graph = new Graph();
  const patches = graph.input('patches', [COPIES, ...shape]);
  const given: Tensor[] = [];
  const context = {
    ...frozenContext(graph, layout, state),
    fused: false,
    head: (tensor: Tensor) => void given.push(tensor),
  };
  network(context, patches);
  const features = concat(given, { axis: 1 });
  const direction = graph.input('direction', [features.shape[1] ?? 0]);
  const [gradient] = gradientsOf(sum(mul(features, direction)), [patches]);
  if (!gradient) throw new Error('a network that does not depend on its input');
  graph.output('gradient', sum(gradient, { axes: [0] }));
  return graph;
}

/** Rows of features [count, features] in, as many rows of logits out. */
type Head = (features: Float32Array, count: number) => Promise<{ readonly logits: Float32Array }>;

/** Of a feature, in which the head is nearly a plane. */
const STEP = 1e-2;

/**
 * In which direction a head's log-odds of a genre grow: central differences, of all features in one run.
 * @param features [features] around which
 * @returns [features]
 */
export async function directionOf(head: Head, features: Float32Array, genre: number): Promise<Float32Array> {
  const width = features.length;
  const rows = new Float32Array(2 * width * width);
  for (let row = 0; row < 2 * width; row++) {
    rows.set(features, row * width);
    const place = row * width + (row >> 1);
    rows[place] = (rows[place] as number) + (row % 2 === 0 ? STEP : -STEP);
  }
  const { logits } = await head(rows, 2 * width);
  const genres = logits.length / (2 * width);
  const oddsOf = (row: number) => logOdds(logits.subarray(row * genres, (row + 1) * genres), genre);
  return Float32Array.from(features, (_, place) => (oddsOf(2 * place) - oddsOf(2 * place + 1)) / (2 * STEP));
}
