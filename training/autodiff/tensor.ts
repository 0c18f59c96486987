import type { Graph } from './graph.ts';

/** Element types that our graphs use. */
export type DataType = 'float32' | 'int64' | 'bool';

/** Static sizes; -1 is the batch of an exported graph, known only when it runs, and always the first axis. */
export type Shape = readonly number[];

/** What a graph knows of a value before anything has run. */
export interface TensorType {
  readonly dataType: DataType;
  readonly shape: Shape;
}

/** A named value of a graph. Immutable: every operation makes a new one. */
export interface Tensor extends TensorType {
  readonly name: string;
  /** Where an operation on it goes, unless another operand belongs further inside. */
  readonly graph: Graph;
}

/** A constant's or an initial state's numbers. */
export interface Constant extends TensorType {
  readonly data: Float32Array | BigInt64Array;
}

/** Product of the sizes; the number of elements. */
export function elementCount(shape: Shape): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** @throws if an axis is missing: a graph with a wrong rank is a programming error. */
export function sizeAt(shape: Shape, axis: number): number {
  const size = shape.at(axis);
  if (size === undefined) throw new Error(`no axis ${axis} in [${shape.join(', ')}]`);
  return size;
}

/** NumPy's broadcasting rule. @throws if the shapes do not fit. */
export function broadcastShapes(left: Shape, right: Shape): Shape {
  const rank = Math.max(left.length, right.length);
  return Array.from({ length: rank }, (_, axis) => {
    const a = left[axis - rank + left.length] ?? 1;
    const b = right[axis - rank + right.length] ?? 1;
    if (a !== b && a !== 1 && b !== 1) {
      throw new Error(`shapes [${left.join(', ')}] and [${right.join(', ')}] do not broadcast`);
    }
    return a === 1 ? b : a;
  });
}
