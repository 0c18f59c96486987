import type { Shape, TensorType } from '../tensor.ts';
import { elementCount, sizeAt } from '../tensor.ts';
import type { OperationRule } from './rule.ts';
import { inputAt, notDifferentiable } from './rule.ts';

/** Permutes axes; the gradient permutes them back. */
export const transpose: OperationRule<'Transpose'> = {
  infer: (inputs, { perm }) => {
    const { dataType, shape } = inputAt(inputs, 0);
    return [{ dataType, shape: perm.map((axis) => sizeAt(shape, axis)) }];
  },
  vjp: ({ graph, attributes, cotangent }) => [
    () =>
      graph.emit('Transpose', [cotangent], { perm: attributes.perm.map((_, axis) => attributes.perm.indexOf(axis)) }),
  ],
};

/** Same elements, other shape. */
export const reshape: OperationRule<'Reshape'> = {
  infer: (inputs, { target }) => {
    const { dataType, shape } = inputAt(inputs, 0);
    if (elementCount(shape) !== elementCount(target)) {
      throw new Error(`[${shape.join(', ')}] cannot become [${target.join(', ')}]`);
    }
    return [{ dataType, shape: target }];
  },
  vjp: ({ graph, inputs, cotangent }) => [
    () => graph.emit('Reshape', [cotangent], { target: inputAt(inputs, 0).shape }),
  ],
};

/** Repeats along axes of size one; `pullback` sums the gradient back. */
export const expand: OperationRule<'Expand'> = {
  infer: (inputs, { target }) => [{ dataType: inputAt(inputs, 0).dataType, shape: target }],
  vjp: ({ cotangent }) => [() => cotangent],
};

function concatShape(inputs: readonly TensorType[], axis: number): Shape {
  const total = inputs.reduce((sum, input) => sum + sizeAt(input.shape, axis), 0);
  return inputAt(inputs, 0).shape.toSpliced(axis, 1, total);
}

/** Joins along an axis; the gradient is cut apart again. */
export const concat: OperationRule<'Concat'> = {
  infer: (inputs, { axis }) => [{ dataType: inputAt(inputs, 0).dataType, shape: concatShape(inputs, axis) }],
  vjp: ({ graph, inputs, attributes: { axis }, cotangent }) => {
    let start = 0;
    return inputs.map((input) => {
      const from = start;
      start += sizeAt(input.shape, axis);
      const end = start;
      return () => graph.emit('Slice', [cotangent], { axis, start: from, end });
    });
  },
};

/** Takes `start` to `end` of one axis; the gradient is padded with zeros. */
export const slice: OperationRule<'Slice'> = {
  infer: (inputs, { axis, start, end }) => {
    const { dataType, shape } = inputAt(inputs, 0);
    return [{ dataType, shape: shape.toSpliced(axis, 1, end - start) }];
  },
  vjp: ({ graph, inputs, attributes: { axis, start, end }, cotangent }) => [
    () => {
      const { shape } = inputAt(inputs, 0);
      const zeros = (size: number) =>
        graph.emit('Expand', [graph.scalar(0)], { target: shape.toSpliced(axis, 1, size) });
      const after = sizeAt(shape, axis) - end;
      const parts = [...(start > 0 ? [zeros(start)] : []), cotangent, ...(after > 0 ? [zeros(after)] : [])];
      return graph.emit('Concat', parts, { axis });
    },
  ],
};

/**
 * Adds `updates` (flat) into `data` (flat) at `indices`: the backward pass of max pooling, also where
 * windows overlap, and available on CUDA (MaxUnpool is not).
 */
export const scatterElements: OperationRule<'ScatterElements'> = {
  infer: (inputs) => [inputAt(inputs, 0)],
  vjp: notDifferentiable,
};
