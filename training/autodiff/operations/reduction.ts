import type { Shape, Tensor, TensorType } from '../tensor.ts';
import { broadcastShapes, sizeAt } from '../tensor.ts';
import type { Graph } from '../graph.ts';
import type { OperationRule } from './rule.ts';
import { inputAt } from './rule.ts';

function reducedShape(shape: Shape, axes: readonly number[], keepdims: boolean): Shape {
  const reduced = new Set(axes.map((axis) => (axis < 0 ? axis + shape.length : axis)));
  const kept = shape.map((size, axis) => (reduced.has(axis) ? 1 : size));
  return keepdims ? kept : kept.filter((_, axis) => !reduced.has(axis));
}

function withReducedAxes(graph: Graph, cotangent: Tensor, shape: Shape, axes: readonly number[]): Tensor {
  return graph.emit('Reshape', [cotangent], { target: reducedShape(shape, axes, true) });
}

/** Sum over axes; every summand gets the sum's gradient. */
export const reduceSum: OperationRule<'ReduceSum'> = {
  infer: (inputs, { axes, keepdims }) => {
    const { dataType, shape } = inputAt(inputs, 0);
    return [{ dataType, shape: reducedShape(shape, axes, keepdims) }];
  },
  vjp: ({ graph, inputs, attributes: { axes, keepdims }, cotangent }) => [
    () => {
      const { shape } = inputAt(inputs, 0);
      const kept = keepdims ? cotangent : withReducedAxes(graph, cotangent, shape, axes);
      return graph.emit('Expand', [kept], { target: shape });
    },
  ],
};

/** Maximum over axes, dropping them; the gradient goes to the largest element (to all of them in a tie). */
export const reduceMax: OperationRule<'ReduceMax'> = {
  infer: (inputs, { axes }) => {
    const { dataType, shape } = inputAt(inputs, 0);
    return [{ dataType, shape: reducedShape(shape, axes, false) }];
  },
  vjp: ({ graph, inputs, outputs, attributes: { axes }, cotangent }) => [
    () => {
      const input = inputAt(inputs, 0);
      const maximum = withReducedAxes(graph, inputAt(outputs, 0), input.shape, axes);
      const isMaximum = graph.emit('Cast', [graph.emit('Equal', [input, maximum], {})], { to: 'float32' });
      return graph.emit('Mul', [isMaximum, withReducedAxes(graph, cotangent, input.shape, axes)], {});
    },
  ],
};

function matMulType(inputs: readonly TensorType[]): TensorType[] {
  const left = inputAt(inputs, 0).shape;
  const right = inputAt(inputs, 1).shape;
  if (sizeAt(left, -1) !== sizeAt(right, -2)) {
    throw new Error(`[${left.join(', ')}] and [${right.join(', ')}] do not multiply`);
  }
  const batch = broadcastShapes(left.slice(0, -2), right.slice(0, -2));
  return [{ dataType: 'float32', shape: [...batch, sizeAt(left, -2), sizeAt(right, -1)] }];
}

function swapLastAxes(graph: Graph, tensor: Tensor): Tensor {
  const rank = tensor.shape.length;
  const perm = [...tensor.shape.keys()].toSpliced(rank - 2, 2, rank - 1, rank - 2);
  return graph.emit('Transpose', [tensor], { perm });
}

/** d(AB) = dA·Bᵀ and Aᵀ·dB */
export const matMul: OperationRule<'MatMul'> = {
  infer: matMulType,
  vjp: ({ graph, inputs, cotangent }) => [
    () => graph.emit('MatMul', [cotangent, swapLastAxes(graph, inputAt(inputs, 1))], {}),
    () => graph.emit('MatMul', [swapLastAxes(graph, inputAt(inputs, 0)), cotangent], {}),
  ],
};
