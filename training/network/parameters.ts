import { reshape, slice } from '../autodiff/functions/index.ts';
import type { Graph } from '../autodiff/graph.ts';
import type { Shape, Tensor } from '../autodiff/tensor.ts';
import { elementCount, sizeAt } from '../autodiff/tensor.ts';
import type { Random } from '../random/random.ts';
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
    fill(parameters.subarray(offset, offset + count), initializer, random);
    offset += count;
  }
  const statistics = Float32Array.from(
    layout.statistics.flatMap(({ shape, initial }) =>
      Array.from<number>({ length: elementCount(shape) }).fill(initial),
    ),
  );
  return { parameters, statistics };
}

function fill(target: Float32Array, initializer: Initializer, random: Random): void {
  const each = (value: (index: number) => number) => target.forEach((_, index) => (target[index] = value(index)));
  switch (initializer.kind) {
    case 'constant':
      return each(() => initializer.value);
    case 'heNormal':
      return each(() => random.normal() * Math.sqrt(2 / initializer.fanIn));
    case 'glorotUniform': {
      const limit = Math.sqrt(6 / (initializer.fanIn + initializer.fanOut));
      return each(() => random.between(-limit, limit));
    }
    case 'blocks': {
      const { values } = initializer;
      return each((index) => values[Math.floor((index * values.length) / target.length)] as number);
    }
    case 'orthogonalRows':
      each(() => random.normal());
      return orthonormalise(target, initializer.columns);
  }
}

/** Gram and Schmidt, row by row, in place. */
function orthonormalise(matrix: Float32Array, columns: number): void {
  for (let start = 0; start < matrix.length; start += columns) {
    const row = matrix.subarray(start, start + columns);
    for (let before = 0; before < start; before += columns) {
      const other = matrix.subarray(before, before + columns);
      const share = row.reduce((sum, value, index) => sum + value * (other[index] as number), 0);
      row.forEach((value, index) => (row[index] = value - share * (other[index] as number)));
    }
    const norm = Math.hypot(...row);
    row.forEach((value, index) => (row[index] = value / norm));
  }
}

/** Cuts a flat vector of the graph into the tensors of `specs`, by name. */
export function unflatten(
  flat: Tensor,
  specs: readonly { readonly name: string; readonly shape: Shape }[],
): Map<string, Tensor> {
  const tensors = new Map<string, Tensor>();
  let start = 0;
  for (const { name, shape } of specs) {
    const end = start + elementCount(shape);
    const isWhole = end - start === sizeAt(flat.shape, 0);
    tensors.set(name, reshape(isWhole ? flat : slice(flat, { axis: 0, start, end }), shape));
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
  return { ...evaluationContext(constants), fused: true };
}

/** The context of evaluation, with weights from anywhere. */
export function evaluationContext(tensors: ReadonlyMap<string, Tensor>): NetworkContext {
  const find = ({ name }: { readonly name: string }): Tensor => {
    const tensor = tensors.get(name);
    if (!tensor) throw new Error(`no weights for ${name}`);
    return tensor;
  };
  return {
    training: false,
    fused: false,
    parameter: find,
    statistic: find,
    updateStatistic() {},
    noise() {
      throw new Error('a finished network draws no noise');
    },
    head() {},
    layer() {},
  };
}
