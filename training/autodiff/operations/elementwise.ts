import type { Tensor, TensorType } from '../tensor.ts';
import { broadcastShapes } from '../tensor.ts';
import type { OperationRule } from './rule.ts';
import { inputAt, notDifferentiable } from './rule.ts';

function broadcastTypes(inputs: readonly TensorType[]): TensorType[] {
  const left = inputAt(inputs, 0);
  return [{ dataType: left.dataType, shape: broadcastShapes(left.shape, inputAt(inputs, 1).shape) }];
}

function sameType(inputs: readonly TensorType[]): TensorType[] {
  return [{ dataType: inputAt(inputs, 0).dataType, shape: inputAt(inputs, 0).shape }];
}

function comparisonType(inputs: readonly TensorType[]): TensorType[] {
  return [{ ...inputAt(broadcastTypes(inputs), 0), dataType: 'bool' }];
}

/** d(a+b) = da + db */
export const add: OperationRule<'Add'> = {
  infer: broadcastTypes,
  vjp: ({ cotangent }) => [() => cotangent, () => cotangent],
};

/** d(a−b) = da − db */
export const subtract: OperationRule<'Sub'> = {
  infer: broadcastTypes,
  vjp: ({ graph, cotangent }) => [() => cotangent, () => graph.emit('Neg', [cotangent], {})],
};

/** d(ab) = b·da + a·db */
export const multiply: OperationRule<'Mul'> = {
  infer: broadcastTypes,
  vjp: ({ graph, inputs, cotangent }) => [
    () => graph.emit('Mul', [cotangent, inputAt(inputs, 1)], {}),
    () => graph.emit('Mul', [cotangent, inputAt(inputs, 0)], {}),
  ],
};

/** d(a/b) = da/b − (a/b)·db/b */
export const divide: OperationRule<'Div'> = {
  infer: broadcastTypes,
  vjp: ({ graph, inputs, outputs, cotangent }) => [
    () => graph.emit('Div', [cotangent, inputAt(inputs, 1)], {}),
    () => {
      const scaled = graph.emit('Mul', [cotangent, inputAt(outputs, 0)], {});
      return graph.emit('Neg', [graph.emit('Div', [scaled, inputAt(inputs, 1)], {})], {});
    },
  ],
};

/** d(−a) = −da */
export const negate: OperationRule<'Neg'> = {
  infer: sameType,
  vjp: ({ graph, cotangent }) => [() => graph.emit('Neg', [cotangent], {})],
};

/** d exp(a) = exp(a)·da */
export const exponential: OperationRule<'Exp'> = {
  infer: sameType,
  vjp: ({ graph, outputs, cotangent }) => [() => graph.emit('Mul', [cotangent, inputAt(outputs, 0)], {})],
};

/** d log(a) = da/a */
export const logarithm: OperationRule<'Log'> = {
  infer: sameType,
  vjp: ({ graph, inputs, cotangent }) => [() => graph.emit('Div', [cotangent, inputAt(inputs, 0)], {})],
};

/** d √a = da/(2√a) */
export const squareRoot: OperationRule<'Sqrt'> = {
  infer: sameType,
  vjp: ({ graph, outputs, cotangent }) => [
    () => {
      const half = graph.emit('Mul', [cotangent, graph.scalar(0.5)], {});
      return graph.emit('Div', [half, inputAt(outputs, 0)], {});
    },
  ],
};

/** d relu(a) = [a > 0]·da */
export const relu: OperationRule<'Relu'> = {
  infer: sameType,
  vjp: ({ graph, outputs, cotangent }) => [
    () => {
      const positive = graph.emit('Greater', [inputAt(outputs, 0), graph.scalar(0)], {});
      return graph.emit('Mul', [cotangent, graph.emit('Cast', [positive], { to: 'float32' })], {});
    },
  ],
};

/** dσ(a) = σ(1−σ)·da */
export const sigmoid: OperationRule<'Sigmoid'> = {
  infer: sameType,
  vjp: ({ graph, outputs, cotangent }) => [
    () => {
      const value = inputAt(outputs, 0);
      const slope = graph.emit('Mul', [value, graph.emit('Sub', [graph.scalar(1), value], {})], {});
      return graph.emit('Mul', [cotangent, slope], {});
    },
  ],
};

/** d tanh(a) = (1−tanh²)·da */
export const hyperbolicTangent: OperationRule<'Tanh'> = {
  infer: sameType,
  vjp: ({ graph, outputs, cotangent }) => [
    () => {
      const square = graph.emit('Mul', [inputAt(outputs, 0), inputAt(outputs, 0)], {});
      return graph.emit('Mul', [cotangent, graph.emit('Sub', [graph.scalar(1), square], {})], {});
    },
  ],
};

/** Comparisons are flat almost everywhere. */
export const greater: OperationRule<'Greater'> = { infer: comparisonType, vjp: notDifferentiable };
/** See {@link greater}. */
export const less: OperationRule<'Less'> = { infer: comparisonType, vjp: notDifferentiable };
/** See {@link greater}. */
export const equal: OperationRule<'Equal'> = { infer: comparisonType, vjp: notDifferentiable };

/** Only ever turns a comparison into numbers, so no gradient flows through. */
export const cast: OperationRule<'Cast'> = {
  infer: (inputs, { to }) => [{ dataType: to, shape: inputAt(inputs, 0).shape }],
  vjp: notDifferentiable,
};

/** log softmax over the last axis; dx = dy − softmax·Σdy */
export const logSoftmax: OperationRule<'LogSoftmax'> = {
  infer: sameType,
  vjp: ({ graph, outputs, cotangent }) => [
    (): Tensor => {
      const softmax = graph.emit('Exp', [inputAt(outputs, 0)], {});
      const total = graph.emit('ReduceSum', [cotangent], { axes: [-1], keepdims: true });
      return graph.emit('Sub', [cotangent, graph.emit('Mul', [softmax, total], {})], {});
    },
  ],
};

/** Identity whose derivative counts as zero. */
export const stopGradient: OperationRule<'StopGradient'> = { infer: sameType, vjp: notDifferentiable };
