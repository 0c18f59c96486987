import type { Empty } from '../attributes.ts';
import { div, equal, expand, matMul, mul, reshape, sum, toFloat, transpose } from '../functions/index.ts';
import type { Shape, Tensor, TensorType } from '../tensor.ts';
import { broadcastShapes, sizeAt } from '../tensor.ts';
import type { OnnxEncoding } from './onnx-encoding.ts';
import type { OperationRules } from './rule.ts';
import { inputAt } from './rule.ts';

/** Operations that sum or choose along axes. */
export interface ReductionAttributes {
  MatMul: Empty;
  ReduceSum: { readonly axes: readonly number[]; readonly keepdims: boolean };
  ReduceMean: { readonly axes: readonly number[]; readonly keepdims: boolean };
  ReduceMax: { readonly axes: readonly number[]; readonly keepdims: boolean };
  /** Σx² over everything. */
  ReduceSumSquare: Empty;
}

function reducedShape(shape: Shape, axes: readonly number[], keepdims: boolean): Shape {
  const reduced = new Set(axes.map((axis) => (axis < 0 ? axis + shape.length : axis)));
  const kept = shape.map((size, axis) => (reduced.has(axis) ? 1 : size));
  return keepdims ? kept : kept.filter((_, axis) => !reduced.has(axis));
}

function reducedType(
  inputs: readonly TensorType[],
  { axes, keepdims }: ReductionAttributes['ReduceSum'],
): TensorType[] {
  const { dataType, shape } = inputAt(inputs, 0);
  return [{ dataType, shape: reducedShape(shape, axes, keepdims) }];
}

/** Gives every element along the axes what their reduction has. */
function spread(reduced: Tensor, shape: Shape, { axes, keepdims }: ReductionAttributes['ReduceSum']): Tensor {
  return expand(keepdims ? reduced : reshape(reduced, reducedShape(shape, axes, true)), shape);
}

function encodeReduction({ axes, keepdims }: ReductionAttributes['ReduceSum']): OnnxEncoding {
  return { attributes: { keepdims: Number(keepdims) }, operands: [axes] };
}

function matMulType(inputs: readonly TensorType[]): TensorType[] {
  const left = inputAt(inputs, 0).shape;
  const right = inputAt(inputs, 1).shape;
  if (sizeAt(left, -1) !== sizeAt(right, -2)) {
    throw new Error(`[${left.join(', ')}] and [${right.join(', ')}] do not multiply`);
  }
  const batch = broadcastShapes(left.slice(0, -2), right.slice(0, -2));
  return [{ dataType: 'float32', shape: [...batch, sizeAt(left, -2), sizeAt(right, -1)] }];
}

function swapLastAxes(tensor: Tensor): Tensor {
  const rank = tensor.shape.length;
  return transpose(tensor, [...tensor.shape.keys()].toSpliced(rank - 2, 2, rank - 1, rank - 2));
}

/** See {@link ReductionAttributes}. */
export const REDUCTION: OperationRules<keyof ReductionAttributes> = {
  /** Sum over axes; every summand gets the sum's gradient. */
  ReduceSum: {
    infer: reducedType,
    vjp: ({ inputs, attributes, cotangent }) => [() => spread(cotangent, inputAt(inputs, 0).shape, attributes)],
    encode: encodeReduction,
  },
  /** Mean over axes; every one of n values gets an n-th of the mean's gradient. */
  ReduceMean: {
    infer: reducedType,
    vjp: ({ inputs, attributes, cotangent }) => [
      () => {
        const { shape } = inputAt(inputs, 0);
        const count = attributes.axes.reduce((product, axis) => product * sizeAt(shape, axis), 1);
        return spread(mul(cotangent, 1 / count), shape, attributes);
      },
    ],
    encode: encodeReduction,
  },
  /** Maximum over axes; the gradient goes to the largest element, in equal shares to all of them in a tie. */
  ReduceMax: {
    infer: reducedType,
    vjp: ({ inputs, outputs, attributes: { axes }, cotangent }) => [
      () => {
        const input = inputAt(inputs, 0);
        const kept = reducedShape(input.shape, axes, true);
        const isMaximum = toFloat(equal(input, reshape(inputAt(outputs, 0), kept)));
        return mul(isMaximum, div(reshape(cotangent, kept), sum(isMaximum, { axes, keepDims: true })));
      },
    ],
    encode: encodeReduction,
  },
  /** dΣa² = Σ2a·da */
  ReduceSumSquare: {
    infer: (inputs) => [{ dataType: inputAt(inputs, 0).dataType, shape: [] }],
    vjp: ({ inputs, cotangent }) => [() => mul(inputAt(inputs, 0), mul(cotangent, 2))],
    encode: () => ({ attributes: { keepdims: 0 } }),
  },
  /** d(AB) = dA·Bᵀ and Aᵀ·dB */
  MatMul: {
    infer: matMulType,
    vjp: ({ inputs, cotangent }) => [
      () => matMul(cotangent, swapLastAxes(inputAt(inputs, 1))),
      () => matMul(swapLastAxes(inputAt(inputs, 0)), cotangent),
    ],
  },
};
