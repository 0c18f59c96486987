import type { Tensor } from '../tensor.ts';
import { sizeAt } from '../tensor.ts';
import { mul } from './elementwise.ts';
import { apply } from './operands.ts';

/** Which axes go, by default all of them; with `keepDims` they stay with size 1. */
export interface ReductionOptions {
  readonly axes?: readonly number[];
  readonly keepDims?: boolean;
}

/** Sum over axes. */
export const sum = (x: Tensor, { axes = [...x.shape.keys()], keepDims = false }: ReductionOptions = {}): Tensor =>
  apply('ReduceSum', [x], { axes, keepdims: keepDims });

/** Mean over axes. */
export function mean(x: Tensor, { axes = [...x.shape.keys()], keepDims = false }: ReductionOptions = {}): Tensor {
  const count = axes.reduce((product, axis) => product * sizeAt(x.shape, axis), 1);
  return mul(sum(x, { axes, keepDims }), 1 / count);
}

/** Maximum over axes. */
export const max = (x: Tensor, { axes = [...x.shape.keys()], keepDims = false }: ReductionOptions = {}): Tensor =>
  apply('ReduceMax', [x], { axes, keepdims: keepDims });

/** Matrix product: […, n, k] and […, k, m] → […, n, m]; the axes in front broadcast. @throws if they do not fit */
export const matMul = (a: Tensor, b: Tensor): Tensor => apply('MatMul', [a, b], {});
