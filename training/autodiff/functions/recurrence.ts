import type { OperationAttributes } from '../attributes.ts';
import type { Tensor } from '../tensor.ts';
import { innermostGraph } from './operands.ts';

/** What a fused recurrent operation takes, in ONNX's layout and order of gates. */
export interface FusedOperands {
  /** [steps, N, features] */
  readonly input: Tensor;
  /** [1, gates·units, features] */
  readonly weights: Tensor;
  /** [1, gates·units, units] */
  readonly recurrent: Tensor;
  /** [1, 2·gates·units] */
  readonly bias: Tensor;
}

/** What it gives: every state [steps, 1, N, units] and the last one [1, N, units]. */
export interface FusedStates {
  readonly all: Tensor;
  readonly last: Tensor;
}

/** ONNX's gated recurrent unit, with the reset gate behind the matrix product. No gradient. */
export const gru = (operands: FusedOperands, attributes: OperationAttributes['GRU']): FusedStates =>
  fused('GRU', operands, attributes);

/** ONNX's long short-term memory. No gradient. */
export const lstm = (operands: FusedOperands, attributes: OperationAttributes['LSTM']): FusedStates =>
  fused('LSTM', operands, attributes);

function fused<Name extends 'GRU' | 'LSTM'>(
  operation: Name,
  { input, weights, recurrent, bias }: FusedOperands,
  attributes: OperationAttributes[Name],
): FusedStates {
  const inputs = [input, weights, recurrent, bias];
  const [all, last] = innermostGraph(inputs).emitAll(operation, inputs, attributes);
  if (!all || !last) throw new Error(`${operation} gives no states`);
  return { all, last };
}
