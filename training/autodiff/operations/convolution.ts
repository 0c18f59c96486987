import type { ConvolutionAttributes, Pads, Pair } from '../attributes.ts';
import {
  conv2d,
  convTranspose2d,
  matMul,
  ravel,
  reshape,
  scatterAdd,
  sum,
  transpose,
  zeros,
} from '../functions/index.ts';
import type { Shape, Tensor } from '../tensor.ts';
import { elementCount, sizeAt } from '../tensor.ts';
import type { OperationRules } from './rule.ts';
import { inputAt, notDifferentiable } from './rule.ts';

/** Operations with a window that moves over height and width. */
export interface WindowAttributes {
  Conv: ConvolutionAttributes;
  ConvTranspose: ConvolutionAttributes & { readonly outputPadding: Pair };
  MaxPool: { readonly kernel: Pair; readonly strides: Pair; readonly pads: Pads };
}

/** Of a kernel, from which on its gradient is a convolution. */
const MANY_TAPS = 30;

function outputSize(size: number, kernel: number, stride: number, padding: number): number {
  return Math.floor((size + padding - kernel) / stride) + 1;
}

function spatialSizes(input: Shape, kernel: Pair, strides: Pair, pads: Pads): Pair {
  return [
    outputSize(sizeAt(input, 2), kernel[0], strides[0], pads[0] + pads[2]),
    outputSize(sizeAt(input, 3), kernel[1], strides[1], pads[1] + pads[3]),
  ];
}

function kernelOf(weights: Shape): Pair {
  return [sizeAt(weights, 2), sizeAt(weights, 3)];
}

/**
 * Columns of the input under the kernel, [N, C·kh·kw, H'·W'], made by a grouped convolution with
 * one-hot kernels: one fast node instead of kh·kw slices.
 */
function imageToColumns(input: Tensor, kernel: Pair, attributes: ConvolutionAttributes): Tensor {
  const channels = sizeAt(input.shape, 1);
  const taps = kernel[0] * kernel[1];
  const oneHot = new Float32Array(channels * taps * taps);
  for (let filter = 0; filter < channels * taps; filter++) oneHot[filter * taps + (filter % taps)] = 1;
  const weights = input.graph.constant(oneHot, [channels * taps, 1, ...kernel]);
  return withoutSpace(conv2d(input, weights, { ...attributes, group: channels }));
}

/** [N, C, H, W] → [N, C, H·W] */
function withoutSpace(maps: Tensor): Tensor {
  const [batch = 0, channels = 0, height = 0, width = 0] = maps.shape;
  return reshape(maps, [batch, channels, height * width]);
}

/**
 * The convolution of the input with the output's cotangent, examples in place of channels. Its work grows with the number
 * of taps, that of columns with its square: a training step of musicnn takes less than half the time.
 */
function weightsOfManyTaps(input: Tensor, cotangent: Tensor, pads: Pads): Tensor {
  const swapped = [1, 0, 2, 3];
  const attributes: ConvolutionAttributes = { pads, strides: [1, 1], group: 1 };
  return transpose(conv2d(transpose(input, swapped), transpose(cotangent, swapped), attributes), swapped);
}

/** Every group is a matrix product of its own: [N, groups, M/group, H'·W'] with [N, groups, H'·W', C/group·kh·kw]. */
function weightGradient(input: Tensor, weights: Tensor, cotangent: Tensor, attributes: ConvolutionAttributes): Tensor {
  const { pads, strides, group } = attributes;
  const [height, width] = kernelOf(weights.shape);
  if (height * width >= MANY_TAPS && group === 1 && strides[0] * strides[1] === 1)
    return weightsOfManyTaps(input, cotangent, pads);
  const inGroups = (maps: Tensor): Tensor => {
    const [batch = 0, channels = 0, places = 0] = maps.shape;
    return reshape(maps, [batch, group, channels / group, places]);
  };
  const columns = inGroups(imageToColumns(input, [height, width], attributes));
  const perExample = matMul(inGroups(withoutSpace(cotangent)), transpose(columns, [0, 1, 3, 2]));
  return reshape(sum(perExample, { axes: [0] }), weights.shape);
}

function inputGradient(input: Tensor, weights: Tensor, cotangent: Tensor, attributes: ConvolutionAttributes): Tensor {
  const { pads, strides } = attributes;
  const [height, width] = kernelOf(weights.shape);
  const outputPadding: Pair = [
    (sizeAt(input.shape, 2) + pads[0] + pads[2] - height) % strides[0],
    (sizeAt(input.shape, 3) + pads[1] + pads[3] - width) % strides[1],
  ];
  return convTranspose2d(cotangent, weights, { ...attributes, outputPadding });
}

/** See {@link WindowAttributes}. */
export const WINDOW: OperationRules<keyof WindowAttributes> = {
  /** Two-dimensional cross-correlation, [N,C,H,W] with [M,C/group,kh,kw]. */
  Conv: {
    infer: (inputs, { pads, strides, group }) => {
      const input = inputAt(inputs, 0).shape;
      const weights = inputAt(inputs, 1).shape;
      if (sizeAt(input, 1) !== sizeAt(weights, 1) * group || sizeAt(weights, 0) % group !== 0)
        throw new Error('the channels of a convolution do not fit');
      const shape = [sizeAt(input, 0), sizeAt(weights, 0), ...spatialSizes(input, kernelOf(weights), strides, pads)];
      return [{ dataType: 'float32', shape }];
    },
    vjp: ({ inputs, attributes, cotangent }) => {
      const input = inputAt(inputs, 0);
      const weights = inputAt(inputs, 1);
      return [
        () => inputGradient(input, weights, cotangent, attributes),
        () => weightGradient(input, weights, cotangent, attributes),
      ];
    },
    encode: ({ pads, strides, group }) => ({ attributes: { pads, strides, group } }),
  },
  /** The convolution's gradient with respect to its input. */
  ConvTranspose: {
    infer: (inputs, { pads, strides, group, outputPadding }) => {
      const input = inputAt(inputs, 0).shape;
      const weights = inputAt(inputs, 1).shape;
      const size = (axis: 0 | 1) =>
        (sizeAt(input, 2 + axis) - 1) * strides[axis] +
        sizeAt(weights, 2 + axis) -
        pads[axis] -
        pads[(axis + 2) as 2 | 3] +
        outputPadding[axis];
      return [{ dataType: 'float32', shape: [sizeAt(input, 0), sizeAt(weights, 1) * group, size(0), size(1)] }];
    },
    vjp: notDifferentiable,
    encode: ({ pads, strides, group, outputPadding }) => ({
      attributes: { pads, strides, group, output_padding: outputPadding },
    }),
  },
  /** Maximum of each window; what is padded never wins. The second output holds flat indices into the whole input. */
  MaxPool: {
    infer: (inputs, { kernel, strides, pads }) => {
      const input = inputAt(inputs, 0).shape;
      const shape = [sizeAt(input, 0), sizeAt(input, 1), ...spatialSizes(input, kernel, strides, pads)];
      return [
        { dataType: 'float32', shape },
        { dataType: 'int64', shape },
      ];
    },
    vjp: ({ graph, inputs, outputs, cotangent }) => [
      () => {
        const { shape } = inputAt(inputs, 0);
        const flat = zeros(graph, [elementCount(shape)]);
        return reshape(scatterAdd(flat, ravel(inputAt(outputs, 1)), ravel(cotangent)), shape);
      },
    ],
    encode: ({ kernel, strides, pads }) => ({ attributes: { kernel_shape: kernel, strides, pads } }),
  },
};
