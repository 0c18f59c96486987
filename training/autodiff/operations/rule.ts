import type { OperationAttributes, OperationName } from '../attributes.ts';
import type { Graph } from '../graph.ts';
import type { Tensor, TensorType } from '../tensor.ts';
import type { OnnxEncoding } from './onnx-encoding.ts';

/** Builds the gradient of one input when it is asked for; gradients nobody needs are never built. */
type GradientThunk = () => Tensor;

/** See `pullback`. */
export type Pullback = (
  graph: Graph,
  outputs: readonly Tensor[],
  cotangents: readonly Tensor[],
  wanted: readonly Tensor[],
) => readonly (Tensor | undefined)[];

/** What a rule sees of the node that it differentiates. */
export interface DifferentiationContext<Name extends OperationName> {
  readonly graph: Graph;
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
  readonly attributes: OperationAttributes[Name];
  /** Cotangent of the first output: the only differentiable one of every operation but loops. */
  readonly cotangent: Tensor;
  /** One per output; undefined where nothing depends on it. */
  readonly cotangents: readonly (Tensor | undefined)[];
  /** Differentiates a part of a graph; see pullback.ts. */
  readonly pullback: Pullback;
}

/** Everything that the engine knows about an operation. */
export interface OperationRule<Name extends OperationName> {
  /** Types of the outputs. @throws if the inputs do not fit. */
  readonly infer: (inputs: readonly TensorType[], attributes: OperationAttributes[Name]) => readonly TensorType[];
  /**
   * Vector-Jacobian product: one thunk per input, `undefined` where the derivative is zero or undefined.
   * The result may still have the broadcast shape; `pullback` sums it back.
   */
  readonly vjp: (context: DifferentiationContext<Name>) => readonly (GradientThunk | undefined)[];
  /** How it is written to a file; not given where it has ONNX's name and inputs, and no attributes. */
  readonly encode?: (attributes: OperationAttributes[Name], isRead: (output: number) => boolean) => OnnxEncoding;
}

/** One rule for each of some operations. A missing rule does not compile. */
export type OperationRules<Names extends OperationName> = { readonly [Name in Names]: OperationRule<Name> };

/** @throws if an input is missing; the number of inputs of an operation is fixed. */
export function inputAt<T>(inputs: readonly T[], index: number): T {
  const input = inputs[index];
  if (input === undefined) throw new Error(`operand ${index} is missing`);
  return input;
}

/** For operations that only ever stand in a backward pass, or have no derivative. */
export function notDifferentiable(): readonly [] {
  return [];
}
