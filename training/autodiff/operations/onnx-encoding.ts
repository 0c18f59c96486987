import type { Graph } from '../graph.ts';
import type { DataType } from '../tensor.ts';

/** Numbers of the element types (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto, TensorProto.DataType). */
export const ELEMENT_TYPES: Readonly<Record<DataType, number>> = { float32: 1, int64: 7, bool: 9 };

/** What an attribute of an ONNX node may be. */
export type OnnxAttribute = number | string | readonly number[] | Graph;

/** How an operation is written into an .onnx file. */
export interface OnnxEncoding {
  /** ONNX's name of the operator, where ours is another. */
  readonly operator?: string;
  readonly attributes?: Readonly<Record<string, OnnxAttribute>>;
  /** Integer lists that ONNX takes as further inputs. */
  readonly operands?: readonly (readonly number[])[];
  /** Inputs behind these are known to us only: what a loop captures, ONNX finds by name. */
  readonly inputCount?: number;
  /** Places of the outputs to write; else all up to the last one that is read. */
  readonly outputs?: readonly number[];
}
