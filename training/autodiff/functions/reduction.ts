import type { Tensor } from '../tensor.ts';
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
export const mean = (x: Tensor, { axes = [...x.shape.keys()], keepDims = false }: ReductionOptions = {}): Tensor =>
  apply('ReduceMean', [x], { axes, keepdims: keepDims });

/** Σx² over everything: a scalar. */
export const sumOfSquares = (x: Tensor): Tensor => apply('ReduceSumSquare', [x], {});

/** Maximum over axes. */
export const max = (x: Tensor, { axes = [...x.shape.keys()], keepDims = false }: ReductionOptions = {}): Tensor =>
  apply('ReduceMax', [x], { axes, keepdims: keepDims });

/** Matrix product: […, n, k] and […, k, m] → […, n, m]; the axes in front broadcast. @throws if they do not fit */
export const matMul = (a: Tensor, b: Tensor): Tensor => apply('MatMul', [a, b], {});
