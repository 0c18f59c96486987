import type { Graph } from './graph.ts';
import type { Tensor } from './tensor.ts';

/** The attributes of every operation that a graph may hold; its keys are ONNX's names, but for StopGradient. */
export interface OperationAttributes {
  Add: Empty;
  Sub: Empty;
  Mul: Empty;
  Div: Empty;
  Neg: Empty;
  Exp: Empty;
  Log: Empty;
  Sqrt: Empty;
  Relu: Empty;
  Sigmoid: Empty;
  Tanh: Empty;
  Greater: Empty;
  Less: Empty;
  Cast: { readonly to: 'float32' };
  MatMul: Empty;
  Transpose: { readonly perm: readonly number[] };
  Reshape: { readonly target: readonly number[] };
  Expand: { readonly target: readonly number[] };
  ReduceSum: { readonly axes: readonly number[]; readonly keepdims: boolean };
  ReduceMax: { readonly axes: readonly number[] };
  Equal: Empty;
  Concat: { readonly axis: number };
  Slice: { readonly axis: number; readonly start: number; readonly end: number };
  Conv: ConvolutionAttributes;
  ConvTranspose: ConvolutionAttributes & { readonly outputPadding: Pair };
  MaxPool: { readonly kernel: Pair; readonly strides: Pair; readonly pads: Pads };
  ScatterElements: Empty;
  LogSoftmax: Empty;
  /** The same values, with no gradient; written as ONNX's Identity. */
  StopGradient: Empty;
  Scan: ScanAttributes;
  /** ONNX Runtime's fused cells, for finished networks: inputs and outputs as ONNX has them. */
  GRU: { readonly units: number };
  LSTM: { readonly units: number };
}

/** No attributes. */
type Empty = Readonly<Record<never, never>>;
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

/** One step of a loop: from the carried values, one item of each sequence and the captured values. */
export type ScanStep = (
  graph: Graph,
  carries: readonly Tensor[],
  items: readonly Tensor[],
  captures: readonly Tensor[],
) => ScanStepResult;

/** What a step hands on to the next one, and what it adds to each output sequence. */
export interface ScanStepResult {
  readonly carries: readonly Tensor[];
  readonly outputs: readonly Tensor[];
}

/** A loop over the first axis of its sequences. The inputs are carried values, sequences, captured values. */
interface ScanAttributes {
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
