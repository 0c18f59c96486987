import type { Pads, Pair } from '../autodiff/attributes.ts';
import {
  add,
  conv2d,
  div,
  less,
  matMul,
  maxPool2d,
  mean,
  mul,
  reshape,
  sqrt,
  sub,
  toFloat,
} from '../autodiff/functions/index.ts';
import type { Shape, Tensor } from '../autodiff/tensor.ts';
import { elementCount, sizeAt } from '../autodiff/tensor.ts';
import type { NetworkContext } from './context.ts';

/** 'same' keeps height and width at stride 1; 'valid' does not pad. Both as in Keras. Else zeros on each side. */
export type Padding = 'same' | 'valid' | Pads;

const NO_PADS: Pads = [0, 0, 0, 0];
const BATCH_NORM_MOMENTUM = 0.9;
/** What every batch norm adds to the variance: Keras’s, and MobileNetV3’s. */
export const BATCH_NORM_EPSILON = 1e-3;

/** What a two-dimensional convolution is told. */
export interface ConvolutionOptions {
  readonly filters: number;
  readonly kernel: Pair;
  readonly padding: Padding;
  readonly strides?: Pair;
  readonly bias?: boolean;
  /** Groups of channels that do not see each other; as many as there are channels: a depthwise convolution. */
  readonly groups?: number;
}

/** Two-dimensional convolution, without bias where a batch norm follows: [N,C,H,W] → [N,filters,H',W']. */
export function convolution2d(
  context: NetworkContext,
  name: string,
  input: Tensor,
  options: ConvolutionOptions,
): Tensor {
  const { kernel, padding, strides = [1, 1], groups = 1 } = options;
  const { weights, offset } = convolutionParameters(context, name, sizeAt(input.shape, 1), options);
  const pads = padsOf(padding, input.shape, kernel, strides);
  const convolved = conv2d(input, weights, { pads, strides, group: groups });
  const kind = `${groups > 1 ? 'grouped ' : ''}convolution ${kernel.join('×')}`;
  return noted(context, kind, offset ? add(convolved, offset) : convolved);
}

/** A convolution's weights [filters, channels/groups, kh, kw] and its bias [1, filters, 1, 1], null where it has none. */
export function convolutionParameters(
  context: NetworkContext,
  name: string,
  channels: number,
  { filters, kernel: [height, width], bias = false, groups = 1 }: Omit<ConvolutionOptions, 'padding'>,
): { weights: Tensor; offset: Tensor | null } {
  const fanIn = (channels / groups) * height * width;
  const weights = context.parameter({
    name: `${name}.weights`,
    shape: [filters, channels / groups, height, width],
    initializer: { kind: 'heNormal', fanIn },
    decays: true,
  });
  if (!bias) return { weights, offset: null };
  const zero = { kind: 'constant', value: 0 } as const;
  const shape = [1, filters, 1, 1];
  return { weights, offset: context.parameter({ name: `${name}.bias`, shape, initializer: zero, decays: false }) };
}

function padsOf(padding: Padding, input: Shape, kernel: Pair, strides: Pair): Pads {
  if (padding === 'valid') return NO_PADS;
  return padding === 'same' ? samePads(input, kernel, strides) : padding;
}

/** As Keras pads: ⌈size/stride⌉ windows, and of an odd number of rows the larger half behind. */
function samePads(input: Shape, kernel: Pair, strides: Pair): Pads {
  const total = (axis: 0 | 1): number => {
    const size = sizeAt(input, 2 + axis);
    return Math.max(0, (Math.ceil(size / strides[axis]) - 1) * strides[axis] + kernel[axis] - size);
  };
  const [height, width] = [total(0), total(1)];
  const before: Pair = [Math.floor(height / 2), Math.floor(width / 2)];
  return [...before, height - before[0], width - before[1]];
}

/**
 * Batch normalisation over all axes but the second (Ioffe & Szegedy 2015), from primitives: ONNX
 * Runtime's own training-mode operation writes into its inputs.
 */
export function batchNorm(context: NetworkContext, name: string, input: Tensor): Tensor {
  const shape = input.shape.map((size, axis) => (axis === 1 ? size : 1));
  const { scale, offset, running } = normParameters(context, name, shape);
  const otherAxes = [...input.shape.keys()].filter((axis) => axis !== 1);
  const moments = context.training ? momentsOf(input, otherAxes) : running;
  if (context.training) {
    context.updateStatistic(`${name}.mean`, movingAverage(running.mean, moments.mean));
    context.updateStatistic(`${name}.variance`, movingAverage(running.variance, moments.variance));
  }
  const { gain, shift } = lineOf(scale, offset, moments);
  return noted(context, 'batch norm', add(mul(input, gain), shift));
}

/** What a batch norm that does not train multiplies by and then adds, both of `shape`. */
export function batchNormLine(context: NetworkContext, name: string, shape: Shape): Line {
  const { scale, offset, running } = normParameters(context, name, shape);
  return lineOf(scale, offset, running);
}

interface Line {
  readonly gain: Tensor;
  readonly shift: Tensor;
}

interface Moments {
  readonly mean: Tensor;
  readonly variance: Tensor;
}

function normParameters(context: NetworkContext, name: string, shape: Shape) {
  const one = { kind: 'constant', value: 1 } as const;
  return {
    scale: context.parameter({ name: `${name}.scale`, shape, initializer: one, decays: false }),
    offset: context.parameter({ name: `${name}.offset`, shape, initializer: { ...one, value: 0 }, decays: false }),
    running: {
      mean: context.statistic({ name: `${name}.mean`, shape, initial: 0 }),
      variance: context.statistic({ name: `${name}.variance`, shape, initial: 1 }),
    },
  };
}

function lineOf(scale: Tensor, offset: Tensor, { mean: centre, variance }: Moments): Line {
  const gain = div(scale, sqrt(add(variance, BATCH_NORM_EPSILON)));
  return { gain, shift: sub(offset, mul(centre, gain)) };
}

/** Mean and variance over axes, which stay with size 1. */
export function momentsOf(input: Tensor, axes: readonly number[]): Moments {
  const middle = mean(input, { axes, keepDims: true });
  const centred = sub(input, middle);
  return { mean: middle, variance: mean(mul(centred, centred), { axes, keepDims: true }) };
}

function movingAverage(running: Tensor, current: Tensor): Tensor {
  return add(mul(running, BATCH_NORM_MOMENTUM), mul(current, 1 - BATCH_NORM_MOMENTUM));
}

/** Fully connected layer with bias: [N, inputs] → [N, units]. */
export function dense(context: NetworkContext, name: string, input: Tensor, units: number): Tensor {
  const inputs = sizeAt(input.shape, -1);
  const weights = context.parameter({
    name: `${name}.weights`,
    shape: [inputs, units],
    initializer: { kind: 'glorotUniform', fanIn: inputs, fanOut: units },
    decays: true,
  });
  const bias = context.parameter({
    name: `${name}.bias`,
    shape: [units],
    initializer: { kind: 'constant', value: 0 },
    decays: false,
  });
  return noted(context, 'dense', add(matMul(input, weights), bias));
}

/** The last layer, from the features that stand for a patch: [N, features] → logits [N, genres]. */
export function genreHead(context: NetworkContext, features: Tensor, genreCount: number): Tensor {
  context.head(features);
  return dense(context, 'genres', features, genreCount);
}

/** Inverted dropout: zeroes a share `rate` of the input while training and scales the rest up. */
export function dropout(context: NetworkContext, input: Tensor, rate: number): Tensor {
  if (!context.training) return input;
  const mask = mul(toFloat(less(context.noise(input.shape), 1 - rate)), 1 / (1 - rate));
  return noted(context, `dropout ${rate}`, mul(input, mask));
}

/** Max pooling; by default the windows neither overlap nor go over the edge. */
export function maxPool(
  context: NetworkContext,
  input: Tensor,
  size: Pair,
  options: { readonly strides?: Pair; readonly padding?: Padding } = {},
): Tensor {
  const strides = options.strides ?? size;
  const pads = padsOf(options.padding ?? 'valid', input.shape, size, strides);
  return noted(context, `max pooling ${size[0]}×${size[1]}`, maxPool2d(input, { kernel: size, strides, pads }));
}

/** [N, …] → [N, everything else] */
export function flatten(context: NetworkContext, input: Tensor): Tensor {
  const [batch = 0, ...rest] = input.shape;
  return noted(context, 'flatten', reshape(input, [batch, elementCount(rest)]));
}

function noted(context: NetworkContext, kind: string, output: Tensor): Tensor {
  context.layer(kind, output);
  return output;
}
