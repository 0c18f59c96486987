import {
  add,
  concat,
  gru,
  lstm,
  matMul,
  mul,
  reshape,
  sigmoid,
  slice,
  sub,
  tanh,
  transpose,
  zeros,
} from '../autodiff/functions/index.ts';
import type { FusedStates } from '../autodiff/functions/index.ts';
import { scan } from '../autodiff/functions/scan.ts';
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
  if (context.fused) return fusedGru(input, { ...weights, stateBias, units });
  const { outputs, carries } = scan(
    {
      carries: [zeroState(input, units)],
      sequences: [projected(input, weights)],
      captures: [weights.recurrent, stateBias],
    },
    ([state], [current], [recurrent, recurrentBias]) => {
      const hidden = add(matMul(given(state), given(recurrent)), given(recurrentBias));
      const next = gruStep(given(state), given(current), hidden);
      return { carries: [next], outputs: [next] };
    },
  );
  return noted(context, 'GRU', { sequence: swapBatchAndTime(given(outputs[0])), last: given(carries[0]) });
}

/** h' = z·h + (1−z)·tanh(x_h + r·u_h), with z and r sigmoids of the sums of their parts. */
function gruStep(state: Tensor, current: Tensor, hidden: Tensor): Tensor {
  const units = sizeAt(state.shape, 1);
  const opened = (index: number) => sigmoid(add(gate(current, index, units), gate(hidden, index, units)));
  const update = opened(0);
  const recalled = mul(opened(1), gate(hidden, 2, units));
  const candidate = tanh(add(gate(current, 2, units), recalled));
  return add(candidate, mul(update, sub(state, candidate)));
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
  if (context.fused) return fusedLstm(input, { ...weights, units });
  const zero = zeroState(input, units);
  const { outputs, carries } = scan(
    { carries: [zero, zero], sequences: [projected(input, weights)], captures: [weights.recurrent] },
    ([state, cell], [current], [recurrent]) => {
      const gates = add(given(current), matMul(given(state), given(recurrent)));
      const [nextState, nextCell] = lstmStep(gates, given(cell));
      return { carries: [nextState, nextCell], outputs: [nextState] };
    },
  );
  return noted(context, 'LSTM', { sequence: swapBatchAndTime(given(outputs[0])), last: given(carries[0]) });
}

/** c' = f·c + i·tanh(g); h' = o·tanh(c') */
function lstmStep(gates: Tensor, cell: Tensor): [state: Tensor, cell: Tensor] {
  const units = sizeAt(cell.shape, 1);
  const opened = (index: number) => sigmoid(gate(gates, index, units));
  const candidate = tanh(gate(gates, 2, units));
  const nextCell = add(mul(opened(1), cell), mul(opened(0), candidate));
  return [mul(opened(3), tanh(nextCell)), nextCell];
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
    initializer: { kind: 'blocks', values },
    decays: false,
  });
}

/** The input's share of every gate, of all steps at once: [steps, N, gates·units]. */
function projected(input: Tensor, { kernel, bias: added }: LayerWeights): Tensor {
  return swapBatchAndTime(add(matMul(input, kernel), added));
}

function zeroState(input: Tensor, units: number): Tensor {
  return zeros(input.graph, [sizeAt(input.shape, 0), units]);
}

/** [N, steps, features] ↔ [steps, N, features] */
function swapBatchAndTime(sequence: Tensor): Tensor {
  return transpose(sequence, [1, 0, 2]);
}

/** One of the gates, which lie side by side along the last axis. */
function gate(gates: Tensor, index: number, units: number): Tensor {
  return slice(gates, { axis: gates.shape.length - 1, start: index * units, end: (index + 1) * units });
}

function fusedGru(
  input: Tensor,
  layer: LayerWeights & { readonly stateBias: Tensor; readonly units: number },
): RecurrentStates {
  const both = concat([layer.bias, layer.stateBias], { axis: 0 });
  const operands = {
    input: swapBatchAndTime(input),
    weights: turned(layer.kernel),
    recurrent: turned(layer.recurrent),
    bias: withDirection(both),
  };
  return statesOf(gru(operands, { units: layer.units }));
}

/** ONNX wants the gates as input, output, forget, cell. */
function fusedLstm(
  input: Tensor,
  { kernel, recurrent, bias: inputBias, units }: LayerWeights & { readonly units: number },
): RecurrentStates {
  const ordered = (gates: Tensor): Tensor => {
    const parts = [0, 3, 1, 2].map((index) => gate(gates, index, units));
    return concat(parts, { axis: gates.shape.length - 1 });
  };
  const none = zeros(inputBias.graph, inputBias.shape);
  const both = concat([ordered(inputBias), none], { axis: 0 });
  const operands = {
    input: swapBatchAndTime(input),
    weights: turned(ordered(kernel)),
    recurrent: turned(ordered(recurrent)),
    bias: withDirection(both),
  };
  return statesOf(lstm(operands, { units }));
}

function statesOf({ all, last }: FusedStates): RecurrentStates {
  const [steps = 0, , batch = 0, units = 0] = all.shape;
  const sequence = reshape(all, [steps, batch, units]);
  return { sequence: swapBatchAndTime(sequence), last: reshape(last, [batch, units]) };
}

function turned(weights: Tensor): Tensor {
  return withDirection(transpose(weights, [1, 0]));
}

/** ONNX's leading axis of directions; ours go forward only. */
function withDirection(tensor: Tensor): Tensor {
  return reshape(tensor, [1, ...tensor.shape]);
}

/** @throws where a step got fewer values than it was built for, which is a mistake in this file */
function given(tensor: Tensor | undefined): Tensor {
  if (!tensor) throw new Error('a recurrent step lacks a value');
  return tensor;
}
