import type { Graph } from './graph.ts';
import type { ArrangementAttributes } from './operations/arrangement.ts';
import type { WindowAttributes } from './operations/convolution.ts';
import type { ElementwiseAttributes } from './operations/elementwise.ts';
import type { RecurrenceAttributes } from './operations/recurrence.ts';
import type { ReductionAttributes } from './operations/reduction.ts';
import type { Tensor } from './tensor.ts';

/** The attributes of every operation that a graph may hold; its keys are ONNX's names, but for StopGradient. */
export interface OperationAttributes
  extends ElementwiseAttributes, ArrangementAttributes, ReductionAttributes, WindowAttributes, RecurrenceAttributes {}

/** No attributes. */
export type Empty = Readonly<Record<never, never>>;
/** Height and width. */
export type Pair = readonly [height: number, width: number];
/** Padding before and after each spatial axis, in ONNX's order. */
export type Pads = readonly [top: number, left: number, bottom: number, right: number];

/** What a two-dimensional convolution is told. */
export interface ConvolutionAttributes {
  readonly pads: Pads;
  readonly strides: Pair;
  readonly group: number;
}

/**
 * One step of a loop: from the carried values, one item of each sequence and the captured values. All of them belong to
 * the step's own graph, so what is made of them does.
 */
export type ScanStep = (
  carries: readonly Tensor[],
  items: readonly Tensor[],
  captures: readonly Tensor[],
  body: Graph,
) => ScanStepResult;

/** What a step hands on to the next one, and what it adds to each output sequence. */
export interface ScanStepResult {
  readonly carries: readonly Tensor[];
  readonly outputs: readonly Tensor[];
}

/** A loop over the first axis of its sequences. The inputs are carried values, sequences, captured values. */
export interface ScanAttributes {
  readonly carryCount: number;
  readonly sequenceCount: number;
  /** From the last item to the first; the outputs are in the items' order all the same. */
  readonly reverse: boolean;
  /** The step as a graph. Its outputs: carried values, outputs, and the carried values as they came in. */
  readonly body: Graph;
  /** The step itself, to build it again in the backward pass. */
  readonly step: ScanStep;
}

/** The name of an operation. */
export type OperationName = keyof OperationAttributes;
