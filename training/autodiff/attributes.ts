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
  MaxPool: { readonly kernel: Pair; readonly strides: Pair };
  ScatterElements: Empty;
  LogSoftmax: Empty;
  /** The same values, with no gradient; written as ONNX's Identity. */
  StopGradient: Empty;
}

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

/** The name of an operation. */
export type OperationName = keyof OperationAttributes;
