import { add, matMul, relu } from '../autodiff/functions/index.ts';
import { Graph } from '../autodiff/graph.ts';
import type { Tensor } from '../autodiff/tensor.ts';
import type { Head } from '../retrain/head.ts';
import { applyHead } from '../retrain/head.ts';

/** Features → hidden units → genres. */
export interface FeatureHead {
  readonly hidden: Head;
  readonly genres: Head;
}

/** Logits [genres] of one track's features. */
export function applyFeatureHead({ hidden, genres }: FeatureHead, features: ArrayLike<number>): number[] {
  return applyHead(
    genres,
    applyHead(hidden, features).map((value) => Math.max(0, value)),
  );
}

/** One head whose logits are the mean of several heads' logits: their hidden units side by side. */
export function meanHead(heads: readonly FeatureHead[]): FeatureHead {
  const share = 1 / heads.length;
  const genreBiases = heads.map(({ genres }) => genres.bias);
  return {
    hidden: sideBySide(heads.map(({ hidden }) => hidden)),
    genres: {
      weights: Float32Array.from(
        heads.flatMap(({ genres }) => [...genres.weights]),
        (weight) => weight * share,
      ),
      bias: Float32Array.from(
        genreBiases[0] ?? [],
        (_, genre) => genreBiases.reduce((sum, bias) => sum + (bias[genre] as number), 0) * share,
      ),
    },
  };
}

/** Several layers of the same features as one. */
export function sideBySide(layers: readonly Head[]): Head {
  const units = layers.reduce((sum, { bias }) => sum + bias.length, 0);
  const features = layers[0] ? layers[0].weights.length / Math.max(1, layers[0].bias.length) : 0;
  const weights = new Float32Array(features * units);
  const bias = new Float32Array(units);
  let start = 0;
  for (const layer of layers) {
    const width = layer.bias.length;
    bias.set(layer.bias, start);
    for (let feature = 0; feature < features; feature++)
      weights.set(layer.weights.subarray(feature * width, (feature + 1) * width), feature * units + start);
    start += width;
  }
  return { weights, bias };
}

/** The same head with so much less of every genre's logit. */
export function withLess({ hidden, genres }: FeatureHead, less: readonly number[]): FeatureHead {
  return { hidden, genres: { ...genres, bias: genres.bias.map((value, genre) => value - (less[genre] ?? 0)) } };
}

/** The finished head: `features` [batch, features] → `logits` [batch, genres] and `styles` [batch, styles]. */
export function headGraph({ hidden, genres }: FeatureHead, styles: Head): Graph {
  const graph = new Graph();
  const features = graph.input('features', [-1, hidden.weights.length / hidden.bias.length]);
  const layer = (name: string, input: Tensor, { weights, bias }: Head): Tensor => {
    const shape = [weights.length / bias.length, bias.length];
    const product = matMul(input, graph.constant(weights, shape, `${name}.weights`));
    return add(product, graph.constant(bias, [bias.length], `${name}.bias`));
  };
  graph.output('logits', layer('genres', relu(layer('hidden', features, hidden)), genres));
  graph.output('styles', layer('styles', features, styles));
  return graph;
}
