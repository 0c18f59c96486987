import type { Pads, Pair } from '../autodiff/attributes.ts';
import type { Shape, Tensor } from '../autodiff/tensor.ts';
import { elementCount, sizeAt } from '../autodiff/tensor.ts';
import type { NetworkContext } from './context.ts';

/** 'same' keeps height and width at stride 1; 'valid' does not pad. Both as in Keras. */
export type Padding = 'same' | 'valid';

const NO_PADS: Pads = [0, 0, 0, 0];
const BATCH_NORM_MOMENTUM = 0.9;
const BATCH_NORM_EPSILON = 1e-3;

/** Two-dimensional convolution, without bias where a batch norm follows: [N,C,H,W] → [N,filters,H',W']. */
export function convolution2d(
  context: NetworkContext,
  name: string,
  input: Tensor,
  options: {
    readonly filters: number;
    readonly kernel: Pair;
    readonly padding: Padding;
    readonly strides?: Pair;
    readonly bias?: boolean;
  },
): Tensor {
  const channels = sizeAt(input.shape, 1);
  const [height, width] = options.kernel;
  const weights = context.parameter({
    name: `${name}.weights`,
    shape: [options.filters, channels, height, width],
    initializer: { kind: 'heNormal', fanIn: channels * height * width },
    decays: true,
  });
  const strides = options.strides ?? [1, 1];
  const pads = options.padding === 'same' ? samePads(input.shape, options.kernel, strides) : NO_PADS;
  const convolved = context.graph.emit('Conv', [input, weights], { pads, strides, group: 1 });
  if (!options.bias) return noted(context, `convolution ${height}×${width}`, convolved);
  const zero = { kind: 'constant', value: 0 } as const;
  const bias = context.parameter({
    name: `${name}.bias`,
    shape: [1, options.filters, 1, 1],
    initializer: zero,
    decays: false,
  });
  return noted(context, `convolution ${height}×${width}`, context.graph.emit('Add', [convolved, bias], {}));
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
  const { graph } = context;
  const channels = sizeAt(input.shape, 1);
  const shape = input.shape.map((_, axis) => (axis === 1 ? channels : 1));
  const one = { kind: 'constant', value: 1 } as const;
  const scale = context.parameter({ name: `${name}.scale`, shape, initializer: one, decays: false });
  const offset = context.parameter({ name: `${name}.offset`, shape, initializer: { ...one, value: 0 }, decays: false });
  const runningMean = context.statistic({ name: `${name}.mean`, shape, initial: 0 });
  const runningVariance = context.statistic({ name: `${name}.variance`, shape, initial: 1 });
  const { mean, variance } = context.training
    ? momentsOf(
        context,
        input,
        [...input.shape.keys()].filter((axis) => axis !== 1),
      )
    : { mean: runningMean, variance: runningVariance };
  if (context.training) {
    context.updateStatistic(`${name}.mean`, movingAverage(context, runningMean, mean));
    context.updateStatistic(`${name}.variance`, movingAverage(context, runningVariance, variance));
  }
  const deviation = graph.emit('Sqrt', [graph.emit('Add', [variance, graph.scalar(BATCH_NORM_EPSILON)], {})], {});
  const gain = graph.emit('Div', [scale, deviation], {});
  const shift = graph.emit('Sub', [offset, graph.emit('Mul', [mean, gain], {})], {});
  return noted(context, 'batch norm', graph.emit('Add', [graph.emit('Mul', [input, gain], {}), shift], {}));
}

/** Mean and variance over axes, which stay with size 1. */
export function momentsOf(
  context: NetworkContext,
  input: Tensor,
  axes: readonly number[],
): { mean: Tensor; variance: Tensor } {
  const middle = mean(context, input, axes, true);
  const centred = context.graph.emit('Sub', [input, middle], {});
  return { mean: middle, variance: mean(context, context.graph.emit('Mul', [centred, centred], {}), axes, true) };
}

function movingAverage({ graph }: NetworkContext, running: Tensor, current: Tensor): Tensor {
  const kept = graph.emit('Mul', [running, graph.scalar(BATCH_NORM_MOMENTUM)], {});
  return graph.emit('Add', [kept, graph.emit('Mul', [current, graph.scalar(1 - BATCH_NORM_MOMENTUM)], {})], {});
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
  const { graph } = context;
  return noted(context, 'dense', graph.emit('Add', [graph.emit('MatMul', [input, weights], {}), bias], {}));
}

/** The last layer, from the features that stand for a patch: [N, features] → logits [N, genres]. */
export function genreHead(context: NetworkContext, features: Tensor, genreCount: number): Tensor {
  context.head(features);
  return dense(context, 'genres', features, genreCount);
}

/** Inverted dropout: zeroes a share `rate` of the input while training and scales the rest up. */
export function dropout(context: NetworkContext, input: Tensor, rate: number): Tensor {
  if (!context.training) return input;
  const { graph } = context;
  const kept = graph.emit('Less', [context.noise(input.shape), graph.scalar(1 - rate)], {});
  const mask = graph.emit('Mul', [graph.emit('Cast', [kept], { to: 'float32' }), graph.scalar(1 / (1 - rate))], {});
  return noted(context, `dropout ${rate}`, graph.emit('Mul', [input, mask], {}));
}

/** Max pooling; by default the windows neither overlap nor go over the edge. */
export function maxPool(
  context: NetworkContext,
  input: Tensor,
  size: Pair,
  options: { readonly strides?: Pair; readonly padding?: Padding } = {},
): Tensor {
  const strides = options.strides ?? size;
  const pads = options.padding === 'same' ? samePads(input.shape, size, strides) : NO_PADS;
  return noted(
    context,
    `max pooling ${size[0]}×${size[1]}`,
    context.graph.emit('MaxPool', [input], { kernel: size, strides, pads }),
  );
}

/** max(x, 0) */
export function relu(context: NetworkContext, input: Tensor): Tensor {
  return context.graph.emit('Relu', [input], {});
}

/** [N, …] → [N, everything else] */
export function flatten(context: NetworkContext, input: Tensor): Tensor {
  const [batch = 0, ...rest] = input.shape;
  return noted(context, 'flatten', context.graph.emit('Reshape', [input], { target: [batch, elementCount(rest)] }));
}

function noted(context: NetworkContext, kind: string, output: Tensor): Tensor {
  context.layer(kind, output);
  return output;
}

/** Mean over axes, which are dropped, or stay with size 1. */
export function mean(context: NetworkContext, input: Tensor, axes: readonly number[], keepdims = false): Tensor {
  const count = axes.reduce((product, axis) => product * sizeAt(input.shape, axis), 1);
  const sum = context.graph.emit('ReduceSum', [input], { axes, keepdims });
  return context.graph.emit('Mul', [sum, context.graph.scalar(1 / count)], {});
}
