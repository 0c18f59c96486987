import { add, exp, log, max, mul, ravel, reshape, stopGradient, sub, sum } from '../autodiff/functions/index.ts';
import { Graph } from '../autodiff/graph.ts';
import { gradientsOf } from '../autodiff/gradients/pullback.ts';
import type { Tensor } from '../autodiff/tensor.ts';
import { elementCount } from '../autodiff/tensor.ts';
import type { Network } from '../network/context.ts';
import { layoutOf } from '../network/context.ts';
import type { NetworkState } from '../network/parameters.ts';
import { frozenContext } from '../network/parameters.ts';
import { createRandom } from '../random/random.ts';
import type { CompileGraph, GraphRunner } from '../autodiff/graph-runner.ts';
import type { Tensors } from '../../src-main/contract/tensors.ts';

/** Which saliency a network finds where in its input, by the gradient that trains it. */
export interface Explainer {
  /**
   * Gradient × input of the genre's log-odds, averaged over noisy copies of the input (SmoothGrad, Smilkov et al. 2017)
   * and over neighbouring cells. @param patch normalised, of the network's input shape
   * @returns one number an input number: positive where it speaks for the genre
   */
  saliency(patch: Float32Array, genre: number): Promise<Float32Array>;
  release(): Promise<void>;
}

/** Noisy copies that an explanation averages over. */
export const COPIES = 16;
/** Of the noise, in standard deviations of the input. */
const NOISE = 0.2;
const SEED = 1;
/** Cells on either side. */
const SMOOTHING = 2;
/** Further than any logit is from another. */
const OUT_OF_THE_WAY = 1e4;

/**
 * The network with its finished weights, its gradient with respect to its input taken by the same rules that train it.
 * @param shape of one input, without the batch
 */
export async function createExplainer(
  network: Network,
  state: NetworkState,
  shape: readonly [number, number],
  genreCount: number,
  compile: CompileGraph,
): Promise<Explainer> {
  const runner = await compile(explanationGraph(network, state, shape, genreCount));
  return {
    saliency(patch, genre) {
      const wanted = new Float32Array(genreCount);
      wanted[genre] = 1;
      return smoothGradient(runner, patch, shape, { wanted });
    },
    release: () => runner.release(),
  };
}

/**
 * Gradient × input, averaged over noisy copies of the input and over neighbouring cells.
 * @param runner of a graph from `patches` [COPIES, …shape] and `feeds` to `gradient` […shape], summed over the copies
 */
export async function smoothGradient(
  runner: GraphRunner,
  patch: Float32Array,
  shape: readonly [number, number],
  feeds: Tensors,
): Promise<Float32Array> {
  const size = elementCount(shape);
  const random = createRandom(SEED);
  const copies = Float32Array.from(
    { length: COPIES * size },
    (_, index) => (patch[index % size] as number) + NOISE * random.normal(),
  );
  const { gradient } = await runner.run({ patches: copies, ...feeds });
  if (!gradient) throw new Error('the explanation’s graph has no gradient');
  return smoothed(
    gradient.map((value, index) => (value / COPIES) * (patch[index] as number)),
    shape,
  );
}

/** `patches` [COPIES, …shape], `wanted` [genres] → `gradient` […shape], summed over the copies. */
function explanationGraph(network: Network, state: NetworkState, shape: readonly number[], genreCount: number): Graph {
  const layout = layoutOf(network, () => new Graph(), [1, ...shape]);
  const graph = new Graph();
  const patches = graph.input('patches', [COPIES, ...shape]);
  const wanted = graph.input('wanted', [genreCount]);
  // The fused recurrent operations have no gradient.
  const logits = network({ ...frozenContext(graph, layout, state), fused: false }, patches);
  const total = sum(logOdds(logits, wanted));
  const [gradient] = gradientsOf(total, [patches]);
  if (!gradient) throw new Error('a network that does not depend on its input');
  graph.output('gradient', sum(gradient, { axes: [0] }));
  return graph;
}

/**
 * log(p / (1 − p)) of the wanted genre: its logit less the log-sum-exp of all others. Unlike the log-probability, it
 * has a gradient even where the network is sure.
 * @returns [batch]
 */
function logOdds(logits: Tensor, wanted: Tensor): Tensor {
  const ofGenres = { axes: [1], keepDims: true };
  const others = sub(logits, mul(wanted, OUT_OF_THE_WAY));
  const largest = reshape(stopGradient(max(others, { axes: [1] })), [COPIES, 1]);
  const logSumExp = add(log(sum(exp(sub(others, largest)), ofGenres)), largest);
  return ravel(sub(sum(mul(logits, wanted), ofGenres), logSumExp));
}

/** Means over squares of cells: single cells of a gradient say little. */
function smoothed(map: Float32Array, [rows, columns]: readonly [number, number]): Float32Array {
  const across = boxMeans(map, rows, columns, 1);
  return boxMeans(across, columns, rows, columns);
}

/** Running means along one axis. @param stride from cell to cell of a line */
function boxMeans(map: Float32Array, lines: number, length: number, stride: number): Float32Array {
  const means = new Float32Array(map.length);
  for (let line = 0; line < lines; line++) {
    const start = stride === 1 ? line * length : line;
    for (let place = 0; place < length; place++) {
      const [from, to] = [Math.max(0, place - SMOOTHING), Math.min(length - 1, place + SMOOTHING)];
      let sum = 0;
      for (let near = from; near <= to; near++) sum += map[start + near * stride] as number;
      means[start + place * stride] = sum / (to - from + 1);
    }
  }
  return means;
}
