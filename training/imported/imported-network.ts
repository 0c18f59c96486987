import { Graph } from '../autodiff/graph.ts';
import type { Shape } from '../autodiff/tensor.ts';
import { elementCount } from '../autodiff/tensor.ts';
import { inferenceGraph } from '../evaluation/predict.ts';
import type { Network, NetworkLayout } from '../network/context.ts';
import { layoutOf } from '../network/context.ts';
import type { NetworkState } from '../network/parameters.ts';
import { encodeModel } from '../onnx/encode-model.ts';
import { joined } from '../retrain/named-weights.ts';

/** A network of others, with its own answers. */
export interface ImportedNetwork {
  readonly network: Network;
  readonly layout: NetworkLayout;
  readonly state: NetworkState;
  /** Of one input, without the batch. */
  readonly inputShape: Shape;
}

/** Where one of our parameters or statistics, of shape `shape`, gets its values from. */
export type ValuesOf = (name: string, shape: Shape) => Float32Array;

/** The network as an ONNX file: `patches` → `logits` and `embedding`. @param name of the graph */
export function networkFile({ network, state, inputShape }: ImportedNetwork, name = 'genrescope'): Uint8Array {
  return encodeModel(inferenceGraph(network, state, inputShape), name);
}

/** Fills every parameter and statistic of a network. @throws RangeError where the values do not fill it */
export function importNetwork(network: Network, inputShape: Shape, valuesOf: ValuesOf): ImportedNetwork {
  const layout = layoutOf(network, () => new Graph(), [1, ...inputShape]);
  const { parameters, statistics, parameterCount, statisticCount } = layout;
  const state = {
    parameters: joined(
      parameters.map(({ name, shape }) => valuesOf(name, shape)),
      parameterCount,
    ),
    statistics: joined(
      statistics.map(({ name, shape }) => valuesOf(name, shape)),
      statisticCount,
    ),
  };
  return { network, layout, state, inputShape };
}

/** Every parameter's and statistic's values, by name. */
export function valuesByName({ layout, state }: ImportedNetwork): ReadonlyMap<string, Float32Array> {
  const values = new Map<string, Float32Array>();
  for (const kind of ['parameters', 'statistics'] as const) {
    let start = 0;
    for (const { name, shape } of layout[kind]) {
      values.set(name, state[kind].subarray(start, (start += elementCount(shape))));
    }
  }
  return values;
}
