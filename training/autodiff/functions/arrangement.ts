import type { OperationAttributes } from '../attributes.ts';
import type { Graph } from '../graph.ts';
import type { Shape, Tensor } from '../tensor.ts';
import { elementCount } from '../tensor.ts';
import { apply } from './operands.ts';

/** The same elements in another shape. @throws if it holds more or fewer */
export const reshape = (x: Tensor, shape: Shape): Tensor => apply('Reshape', [x], { target: shape });

/** All elements in one axis: […] → [count]. */
export const ravel = (x: Tensor): Tensor => reshape(x, [elementCount(x.shape)]);

/** Axes in another order: axis i of the result is axis `perm[i]` of x. */
export const transpose = (x: Tensor, perm: readonly number[]): Tensor => apply('Transpose', [x], { perm });

/** Repeats x along axes of size 1, or along new ones in front, up to `shape`. */
export const expand = (x: Tensor, shape: Shape): Tensor => apply('Expand', [x], { target: shape });

/** Zeros of any shape; without operands, so the graph must be told. */
export const zeros = (graph: Graph, shape: Shape): Tensor => expand(graph.scalar(0), shape);

/** Joins tensors along one axis; all other axes must be of equal size. */
export const concat = (tensors: readonly Tensor[], attributes: OperationAttributes['Concat']): Tensor =>
  apply('Concat', tensors, attributes);

/** From `start` to before `end` of one axis. */
export const slice = (x: Tensor, attributes: OperationAttributes['Slice']): Tensor => apply('Slice', [x], attributes);

/** `data` [count] plus `updates` [n] at `indices` [n], which may repeat. No gradient. */
export const scatterAdd = (data: Tensor, indices: Tensor, updates: Tensor): Tensor =>
  apply('ScatterElements', [data, indices, updates], {});
