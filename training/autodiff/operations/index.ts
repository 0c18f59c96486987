import type { OperationAttributes, OperationName } from '../attributes.ts';
import type { TensorType } from '../tensor.ts';
import { concat, expand, reshape, scatterElements, slice, transpose } from './arrangement.ts';
import { convolution, convolutionTranspose, maxPool } from './convolution.ts';
import {
  add,
  cast,
  divide,
  equal,
  exponential,
  greater,
  hyperbolicTangent,
  less,
  logarithm,
  logSoftmax,
  multiply,
  negate,
  relu,
  sigmoid,
  squareRoot,
  stopGradient,
  subtract,
} from './elementwise.ts';
import { gruCell, lstmCell, scanLoop } from './recurrence.ts';
import { matMul, reduceMax, reduceSum } from './reduction.ts';
import type { OperationRule } from './rule.ts';

/** One entry an operation. A missing rule does not compile. */
export const OPERATIONS: { readonly [Name in OperationName]: OperationRule<Name> } = {
  Add: add,
  Sub: subtract,
  Mul: multiply,
  Div: divide,
  Neg: negate,
  Exp: exponential,
  Log: logarithm,
  Sqrt: squareRoot,
  Relu: relu,
  Sigmoid: sigmoid,
  Tanh: hyperbolicTangent,
  Greater: greater,
  Less: less,
  Equal: equal,
  Cast: cast,
  MatMul: matMul,
  Transpose: transpose,
  Reshape: reshape,
  Expand: expand,
  ReduceSum: reduceSum,
  ReduceMax: reduceMax,
  Concat: concat,
  Slice: slice,
  Conv: convolution,
  ConvTranspose: convolutionTranspose,
  MaxPool: maxPool,
  ScatterElements: scatterElements,
  LogSoftmax: logSoftmax,
  StopGradient: stopGradient,
  Scan: scanLoop,
  GRU: gruCell,
  LSTM: lstmCell,
};

/** Types of an operation's outputs. @throws if the inputs do not fit it. */
export function inferTypes<Name extends OperationName>(
  operation: Name,
  inputs: readonly TensorType[],
  attributes: OperationAttributes[Name],
): readonly TensorType[] {
  return OPERATIONS[operation].infer(inputs, attributes);
}
