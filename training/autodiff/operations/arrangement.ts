import type { Empty } from '../attributes.ts';
import { concat, reshape, slice, transpose, zeros } from '../functions/index.ts';
import type { Shape, TensorType } from '../tensor.ts';
import { elementCount, sizeAt } from '../tensor.ts';
import type { OperationRules } from './rule.ts';
import { inputAt, notDifferentiable } from './rule.ts';

/** Operations that move elements, and change none. */
export interface ArrangementAttributes {
  Transpose: { readonly perm: readonly number[] };
  Reshape: { readonly target: Shape };
  Expand: { readonly target: Shape };
  Concat: { readonly axis: number };
  Slice: { readonly axis: number; readonly start: number; readonly end: number };
  ScatterElements: Empty;
}

function concatShape(inputs: readonly TensorType[], axis: number): Shape {
  const total = inputs.reduce((sum, input) => sum + sizeAt(input.shape, axis), 0);
  return inputAt(inputs, 0).shape.toSpliced(axis, 1, total);
}

/** See {@link ArrangementAttributes}. */
export const ARRANGEMENT: OperationRules<keyof ArrangementAttributes> = {
  /** Permutes axes; the gradient permutes them back. */
  Transpose: {
    infer: (inputs, { perm }) => {
      const { dataType, shape } = inputAt(inputs, 0);
      return [{ dataType, shape: perm.map((axis) => sizeAt(shape, axis)) }];
    },
    vjp: ({ attributes: { perm }, cotangent }) => [
      () =>
        transpose(
          cotangent,
          perm.map((_, axis) => perm.indexOf(axis)),
        ),
    ],
    encode: ({ perm }) => ({ attributes: { perm } }),
  },
  /** Same elements, other shape. */
  Reshape: {
    infer: (inputs, { target }) => {
      const { dataType, shape } = inputAt(inputs, 0);
      if (elementCount(shape) !== elementCount(target)) {
        throw new Error(`[${shape.join(', ')}] cannot become [${target.join(', ')}]`);
      }
      return [{ dataType, shape: target }];
    },
    vjp: ({ inputs, cotangent }) => [() => reshape(cotangent, inputAt(inputs, 0).shape)],
    encode: ({ target }) => ({ operands: [target] }),
  },
  /** Repeats along axes of size one; `pullback` sums the gradient back. */
  Expand: {
    infer: (inputs, { target }) => [{ dataType: inputAt(inputs, 0).dataType, shape: target }],
    vjp: ({ cotangent }) => [() => cotangent],
    encode: ({ target }) => ({ operands: [target] }),
  },
  /** Joins along an axis; the gradient is cut apart again. */
  Concat: {
    infer: (inputs, { axis }) => [{ dataType: inputAt(inputs, 0).dataType, shape: concatShape(inputs, axis) }],
    vjp: ({ inputs, attributes: { axis }, cotangent }) => {
      let start = 0;
      return inputs.map((input) => {
        const from = start;
        start += sizeAt(input.shape, axis);
        const end = start;
        return () => slice(cotangent, { axis, start: from, end });
      });
    },
    encode: ({ axis }) => ({ attributes: { axis } }),
  },
  /** Takes `start` to `end` of one axis; the gradient is padded with zeros. */
  Slice: {
    infer: (inputs, { axis, start, end }) => {
      const { dataType, shape } = inputAt(inputs, 0);
      return [{ dataType, shape: shape.toSpliced(axis, 1, end - start) }];
    },
    vjp: ({ graph, inputs, attributes: { axis, start, end }, cotangent }) => [
      () => {
        const { shape } = inputAt(inputs, 0);
        const padding = (size: number) => (size > 0 ? [zeros(graph, shape.toSpliced(axis, 1, size))] : []);
        return concat([...padding(start), cotangent, ...padding(sizeAt(shape, axis) - end)], { axis });
      },
    ],
    encode: ({ axis, start, end }) => ({ operands: [[start], [end], [axis]] }),
  },
  /**
   * Adds `updates` (flat) into `data` (flat) at `indices`: the backward pass of max pooling, also where
   * windows overlap, and available on CUDA (MaxUnpool is not).
   */
  ScatterElements: {
    infer: (inputs) => {
      const { dataType, shape } = inputAt(inputs, 0);
      return [{ dataType, shape }];
    },
    vjp: notDifferentiable,
    encode: () => ({ attributes: { axis: 0, reduction: 'add' } }),
  },
};
