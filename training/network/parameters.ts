import type { Graph } from '../autodiff/graph.ts';
import type { Shape, Tensor } from '../autodiff/tensor.ts';
import { elementCount } from '../autodiff/tensor.ts';
import type { Random } from '../random.ts';
import type { Initializer, NetworkContext, NetworkLayout } from './context.ts';

/** Weights and running statistics of a network, each one flat vector in the layout's order. */
export interface NetworkState {
  readonly parameters: Float32Array;
  readonly statistics: Float32Array;
}

/** Fresh weights. */
export function initialState(layout: NetworkLayout, random: Random): NetworkState {
  const parameters = new Float32Array(layout.parameterCount);
  let offset = 0;
  for (const { shape, initializer } of layout.parameters) {
    const count = elementCount(shape);
    for (let index = 0; index < count; index++) parameters[offset + index] = sample(initializer, random);
    offset += count;
  }
  const statistics = Float32Array.from(
    layout.statistics.flatMap(({ shape, initial }) => Array.from<number>({ length: elementCount(shape) }).fill(initial)),
  );
  return { parameters, statistics };
}

function sample(initializer: Initializer, random: Random): number {
  switch (initializer.kind) {
    case 'constant':
      return initializer.value;
    case 'heNormal':
      return random.normal() * Math.sqrt(2 / initializer.fanIn);
    case 'glorotUniform': {
      const limit = Math.sqrt(6 / (initializer.fanIn + initializer.fanOut));
      return random.between(-limit, limit);
    }
  }
}

/** Cuts a flat vector of the graph into the tensors of `specs`, by name. */
export function unflatten(
  graph: Graph,
  flat: Tensor,
  specs: readonly { readonly name: string; readonly shape: Shape }[],
): Map<string, Tensor> {
  const tensors = new Map<string, Tensor>();
  let start = 0;
  for (const { name, shape } of specs) {
    const end = start + elementCount(shape);
    const slice = graph.emit('Slice', [flat], { axis: 0, start, end });
    tensors.set(name, graph.emit('Reshape', [slice], { target: shape }));
    start = end;
  }
  return tensors;
}

/** The context of a finished network: weights are constants, nothing is updated, nothing is random. */
export function frozenContext(graph: Graph, layout: NetworkLayout, state: NetworkState): NetworkContext {
  const constants = new Map<string, Tensor>();
  const add = (specs: readonly { readonly name: string; readonly shape: Shape }[], flat: Float32Array) => {
    let start = 0;
    for (const { name, shape } of specs) {
      const end = start + elementCount(shape);
      constants.set(name, graph.constant(flat.slice(start, end), shape, name));
      start = end;
    }
  };
  add(layout.parameters, state.parameters);
  add(layout.statistics, state.statistics);
  return evaluationContext(graph, constants);
}

/** The context of evaluation, with weights from anywhere. */
export function evaluationContext(graph: Graph, tensors: ReadonlyMap<string, Tensor>): NetworkContext {
  const find = ({ name }: { readonly name: string }): Tensor => {
    const tensor = tensors.get(name);
    if (!tensor) throw new Error(`no weights for ${name}`);
    return tensor;
  };
  return {
    graph,
    training: false,
    parameter: find,
    statistic: find,
    updateStatistic() {},
    noise() {
      throw new Error('a finished network draws no noise');
    },
  };
}
