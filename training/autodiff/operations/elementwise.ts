import type { Empty } from '../attributes.ts';
import { add, div, exp, greater, less, mul, neg, relu, sub, sum, toFloat } from '../functions/index.ts';
import type { TensorType } from '../tensor.ts';
import { broadcastShapes } from '../tensor.ts';
import { ELEMENT_TYPES } from './onnx-encoding.ts';
import type { OperationRules } from './rule.ts';
import { inputAt, notDifferentiable } from './rule.ts';

/** Operations from element to element, with broadcasting where there are two operands. */
export interface ElementwiseAttributes {
  Add: Empty;
  Sub: Empty;
  Mul: Empty;
  Div: Empty;
  Neg: Empty;
  Abs: Empty;
  Exp: Empty;
  Log: Empty;
  Sqrt: Empty;
  Relu: Empty;
  Sigmoid: Empty;
  Tanh: Empty;
  HardSwish: Empty;
  Greater: Empty;
  Less: Empty;
  Equal: Empty;
  Cast: { readonly to: 'float32' };
  LogSoftmax: Empty;
  /** The same values, with no gradient. */
  StopGradient: Empty;
}

function broadcastTypes(inputs: readonly TensorType[]): TensorType[] {
  const left = inputAt(inputs, 0);
  return [{ dataType: left.dataType, shape: broadcastShapes(left.shape, inputAt(inputs, 1).shape) }];
}

function sameType(inputs: readonly TensorType[]): TensorType[] {
  return [{ dataType: inputAt(inputs, 0).dataType, shape: inputAt(inputs, 0).shape }];
}

/** Comparisons are flat almost everywhere. */
const comparison = {
  infer: (inputs: readonly TensorType[]): TensorType[] => [{ ...inputAt(broadcastTypes(inputs), 0), dataType: 'bool' }],
  vjp: notDifferentiable,
};

/** See {@link ElementwiseAttributes}. */
export const ELEMENTWISE: OperationRules<keyof ElementwiseAttributes> = {
  /** d(a+b) = da + db */
  Add: { infer: broadcastTypes, vjp: ({ cotangent }) => [() => cotangent, () => cotangent] },
  /** d(a−b) = da − db */
  Sub: { infer: broadcastTypes, vjp: ({ cotangent }) => [() => cotangent, () => neg(cotangent)] },
  /** d(ab) = b·da + a·db */
  Mul: {
    infer: broadcastTypes,
    vjp: ({ inputs, cotangent }) => [
      () => mul(cotangent, inputAt(inputs, 1)),
      () => mul(cotangent, inputAt(inputs, 0)),
    ],
  },
  /** d(a/b) = da/b − (a/b)·db/b */
  Div: {
    infer: broadcastTypes,
    vjp: ({ inputs, outputs, cotangent }) => [
      () => div(cotangent, inputAt(inputs, 1)),
      () => neg(div(mul(cotangent, inputAt(outputs, 0)), inputAt(inputs, 1))),
    ],
  },
  /** d(−a) = −da */
  Neg: { infer: sameType, vjp: ({ cotangent }) => [() => neg(cotangent)] },
  /** d|a| = ([a > 0] − [a < 0])·da */
  Abs: {
    infer: sameType,
    vjp: ({ inputs, cotangent }) => {
      const input = inputAt(inputs, 0);
      return [() => mul(cotangent, sub(toFloat(greater(input, 0)), toFloat(less(input, 0))))];
    },
  },
  /** d exp(a) = exp(a)·da */
  Exp: { infer: sameType, vjp: ({ outputs, cotangent }) => [() => mul(cotangent, inputAt(outputs, 0))] },
  /** d log(a) = da/a */
  Log: { infer: sameType, vjp: ({ inputs, cotangent }) => [() => div(cotangent, inputAt(inputs, 0))] },
  /** d √a = da/(2√a) */
  Sqrt: { infer: sameType, vjp: ({ outputs, cotangent }) => [() => div(mul(cotangent, 0.5), inputAt(outputs, 0))] },
  /** d relu(a) = [a > 0]·da */
  Relu: {
    infer: sameType,
    vjp: ({ outputs, cotangent }) => [() => mul(cotangent, toFloat(greater(inputAt(outputs, 0), 0)))],
  },
  /** dσ(a) = σ(1−σ)·da */
  Sigmoid: {
    infer: sameType,
    vjp: ({ outputs, cotangent }) => {
      const value = inputAt(outputs, 0);
      return [() => mul(cotangent, mul(value, sub(1, value)))];
    },
  },
  /** d tanh(a) = (1−tanh²)·da */
  Tanh: {
    infer: sameType,
    vjp: ({ outputs, cotangent }) => {
      const value = inputAt(outputs, 0);
      return [() => mul(cotangent, sub(1, mul(value, value)))];
    },
  },
  /** d hardSwish(a) = (g + [|a| < 3]·a/6)·da with the gate g = max(0, min(1, a/6 + 1/2)) */
  HardSwish: {
    infer: sameType,
    vjp: ({ inputs, cotangent }) => [
      () => {
        const input = inputAt(inputs, 0);
        const sixth = div(input, 6);
        // min(1, r) = 1 − relu(1 − r)
        const gate = sub(1, relu(sub(1, relu(add(sixth, 0.5)))));
        const isBetween = toFloat(less(mul(input, input), 9));
        return mul(cotangent, add(gate, mul(isBetween, sixth)));
      },
    ],
  },
  Greater: comparison,
  Less: comparison,
  Equal: comparison,
  /** Only ever turns a comparison into numbers, so no gradient flows through. */
  Cast: {
    infer: (inputs, { to }) => [{ dataType: to, shape: inputAt(inputs, 0).shape }],
    vjp: notDifferentiable,
    encode: ({ to }) => ({ attributes: { to: ELEMENT_TYPES[to] } }),
  },
  /** log softmax over the last axis; dx = dy − softmax·Σdy */
  LogSoftmax: {
    infer: sameType,
    vjp: ({ outputs, cotangent }) => [
      () => sub(cotangent, mul(exp(inputAt(outputs, 0)), sum(cotangent, { axes: [-1], keepDims: true }))),
    ],
    encode: () => ({ attributes: { axis: -1 } }),
  },
  StopGradient: { infer: sameType, vjp: notDifferentiable, encode: () => ({ operator: 'Identity' }) },
};
