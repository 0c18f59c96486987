import type { Graph } from '../autodiff/graph.ts';
import { scan } from '../autodiff/scan.ts';
import type { Tensor } from '../autodiff/tensor.ts';
import { sizeAt } from '../autodiff/tensor.ts';
import type { NetworkContext } from './context.ts';

/** What a recurrent layer gives: every state [N, steps, units] and the last one [N, units]. */
export interface RecurrentStates {
  readonly sequence: Tensor;
  readonly last: Tensor;
}

/**
 * Gated recurrent unit (Cho et al. 2014) as Keras has it, `reset_after` included: gates in the order update, reset,
 * candidate; two biases. 3·units·(features + units + 2) parameters.
 * @param input [N, steps, features]
 */
export function gatedRecurrentUnit(
  context: NetworkContext,
  name: string,
  input: Tensor,
  units: number,
): RecurrentStates {
  const weights = layerWeights(context, { name, features: sizeAt(input.shape, 2), units, gates: 3 });
  const stateBias = bias(context, `${name}.stateBias`, units, [0, 0, 0]);
  const { graph } = context;
  if (context.fused) return fusedGru(graph, input, { ...weights, stateBias, units });
  const { outputs, carries } = scan(
    graph,
    {
      carries: [zeroState(graph, input, units)],
      sequences: [projected(graph, input, weights)],
      captures: [weights.recurrent, stateBias],
    },
    (body, [state], [current], [recurrent, recurrentBias]) => {
      const next = gruStep(
        body,
        given(state),
        given(current),
        body.emit('Add', [body.emit('MatMul', [given(state), given(recurrent)], {}), given(recurrentBias)], {}),
      );
      return { carries: [next], outputs: [next] };
    },
  );
  return noted(context, 'GRU', { sequence: batchFirst(graph, given(outputs[0])), last: given(carries[0]) });
}

/** h' = z·h + (1−z)·tanh(x_h + r·u_h), with z and r sigmoids of the sums of their parts. */
function gruStep(graph: Graph, state: Tensor, current: Tensor, hidden: Tensor): Tensor {
  const units = sizeAt(state.shape, 1);
  const opened = (index: number) =>
    graph.emit(
      'Sigmoid',
      [graph.emit('Add', [gate(graph, current, index, units), gate(graph, hidden, index, units)], {})],
      {},
    );
  const update = opened(0);
  const recalled = graph.emit('Mul', [opened(1), gate(graph, hidden, 2, units)], {});
  const candidate = graph.emit('Tanh', [graph.emit('Add', [gate(graph, current, 2, units), recalled], {})], {});
  return graph.emit('Add', [candidate, graph.emit('Mul', [update, graph.emit('Sub', [state, candidate], {})], {})], {});
}

/**
 * Long short-term memory (Hochreiter & Schmidhuber 1997) as Keras has it: gates in the order input, forget, cell,
 * output; the forget gate's bias starts at 1. 4·units·(features + units + 1) parameters.
 * @param input [N, steps, features]
 */
export function longShortTermMemory(
  context: NetworkContext,
  name: string,
  input: Tensor,
  units: number,
): RecurrentStates {
  const weights = layerWeights(context, { name, features: sizeAt(input.shape, 2), units, gates: 4 });
  const { graph } = context;
  if (context.fused) return fusedLstm(graph, input, { ...weights, units });
  const zero = zeroState(graph, input, units);
  const { outputs, carries } = scan(
    graph,
    { carries: [zero, zero], sequences: [projected(graph, input, weights)], captures: [weights.recurrent] },
    (body, [state, cell], [current], [recurrent]) => {
      const sum = body.emit('Add', [given(current), body.emit('MatMul', [given(state), given(recurrent)], {})], {});
      const [nextState, nextCell] = lstmStep(body, sum, given(cell));
      return { carries: [nextState, nextCell], outputs: [nextState] };
    },
  );
  return noted(context, 'LSTM', { sequence: batchFirst(graph, given(outputs[0])), last: given(carries[0]) });
}

/** c' = f·c + i·tanh(g); h' = o·tanh(c') */
function lstmStep(graph: Graph, sum: Tensor, cell: Tensor): [Tensor, Tensor] {
  const units = sizeAt(cell.shape, 1);
  const opened = (index: number) => graph.emit('Sigmoid', [gate(graph, sum, index, units)], {});
  const candidate = graph.emit('Tanh', [gate(graph, sum, 2, units)], {});
  const kept = graph.emit('Mul', [opened(1), cell], {});
  const nextCell = graph.emit('Add', [kept, graph.emit('Mul', [opened(0), candidate], {})], {});
  return [graph.emit('Mul', [opened(3), graph.emit('Tanh', [nextCell], {})], {}), nextCell];
}

function noted(context: NetworkContext, kind: string, states: RecurrentStates): RecurrentStates {
  context.layer(kind, states.sequence);
  return states;
}

interface LayerWeights {
  /** [features, gates·units] */
  readonly kernel: Tensor;
  /** [units, gates·units] */
  readonly recurrent: Tensor;
  readonly bias: Tensor;
}

function layerWeights(
  context: NetworkContext,
  { name, features, units, gates }: { name: string; features: number; units: number; gates: 3 | 4 },
): LayerWeights {
  const columns = gates * units;
  return {
    kernel: context.parameter({
      name: `${name}.weights`,
      shape: [features, columns],
      initializer: { kind: 'glorotUniform', fanIn: features, fanOut: columns },
      decays: true,
    }),
    recurrent: context.parameter({
      name: `${name}.recurrent`,
      shape: [units, columns],
      initializer: { kind: 'orthogonalRows', columns },
      decays: true,
    }),
    bias: bias(context, `${name}.bias`, units, gates === 4 ? [0, 1, 0, 0] : [0, 0, 0]),
  };
}

function bias(context: NetworkContext, name: string, units: number, values: readonly number[]): Tensor {
  return context.parameter({
    name,
    shape: [values.length * units],
    initializer: { kind: 'stretches', values },
    decays: false,
  });
}

/** The input's share of every gate, of all steps at once: [steps, N, gates·units]. */
function projected(graph: Graph, input: Tensor, { kernel, bias: added }: LayerWeights): Tensor {
  const gates = graph.emit('Add', [graph.emit('MatMul', [input, kernel], {}), added], {});
  return graph.emit('Transpose', [gates], { perm: [1, 0, 2] });
}

function zeroState(graph: Graph, input: Tensor, units: number): Tensor {
  return graph.emit('Expand', [graph.scalar(0)], { target: [sizeAt(input.shape, 0), units] });
}

function batchFirst(graph: Graph, sequence: Tensor): Tensor {
  return graph.emit('Transpose', [sequence], { perm: [1, 0, 2] });
}

function gate(graph: Graph, gates: Tensor, index: number, units: number): Tensor {
  return graph.emit('Slice', [gates], { axis: 1, start: index * units, end: (index + 1) * units });
}

function fusedGru(
  graph: Graph,
  input: Tensor,
  layer: LayerWeights & { readonly stateBias: Tensor; readonly units: number },
): RecurrentStates {
  const both = graph.emit('Concat', [layer.bias, layer.stateBias], { axis: 0 });
  const operands = [
    timeFirst(graph, input),
    turned(graph, layer.kernel),
    turned(graph, layer.recurrent),
    withDirection(graph, both),
  ];
  return statesOf(graph, graph.emitAll('GRU', operands, { units: layer.units }));
}

/** ONNX wants the gates as input, output, forget, cell. */
function fusedLstm(
  graph: Graph,
  input: Tensor,
  { kernel, recurrent, bias: inputBias, units }: LayerWeights & { readonly units: number },
): RecurrentStates {
  const ordered = (tensor: Tensor): Tensor => {
    const axis = tensor.shape.length - 1;
    const parts = [0, 3, 1, 2].map((index) =>
      graph.emit('Slice', [tensor], { axis, start: index * units, end: (index + 1) * units }),
    );
    return graph.emit('Concat', parts, { axis });
  };
  const none = graph.emit('Expand', [graph.scalar(0)], { target: inputBias.shape });
  const both = graph.emit('Concat', [ordered(inputBias), none], { axis: 0 });
  const operands = [
    timeFirst(graph, input),
    turned(graph, ordered(kernel)),
    turned(graph, ordered(recurrent)),
    withDirection(graph, both),
  ];
  return statesOf(graph, graph.emitAll('LSTM', operands, { units }));
}

function statesOf(graph: Graph, [all, last]: readonly Tensor[]): RecurrentStates {
  const [steps = 0, , batch = 0, units = 0] = given(all).shape;
  const sequence = graph.emit('Reshape', [given(all)], { target: [steps, batch, units] });
  return {
    sequence: batchFirst(graph, sequence),
    last: graph.emit('Reshape', [given(last)], { target: [batch, units] }),
  };
}

function timeFirst(graph: Graph, input: Tensor): Tensor {
  return graph.emit('Transpose', [input], { perm: [1, 0, 2] });
}

function turned(graph: Graph, weights: Tensor): Tensor {
  return withDirection(graph, graph.emit('Transpose', [weights], { perm: [1, 0] }));
}

/** ONNX's leading axis of directions; ours go forward only. */
function withDirection(graph: Graph, tensor: Tensor): Tensor {
  return graph.emit('Reshape', [tensor], { target: [1, ...tensor.shape] });
}

/** @throws where a step got fewer values than it was built for, which is a mistake in this file */
function given(tensor: Tensor | undefined): Tensor {
  if (!tensor) throw new Error('a recurrent step lacks a value');
  return tensor;
}
