import {
  add,
  concat,
  conv2d,
  less,
  max,
  maxPool2d,
  mul,
  relu,
  reshape,
  slice,
  sub,
  toFloat,
  transpose,
  zeros,
} from '../autodiff/functions/index.ts';
import type { Tensor } from '../autodiff/tensor.ts';
import { sizeAt } from '../autodiff/tensor.ts';
import type { NetworkContext } from '../network/context.ts';
import type { ConvolutionOptions } from '../network/layers.ts';
import { batchNorm, batchNormLine, convolution2d, convolutionParameters } from '../network/layers.ts';

/** Filters of one size over bands and frames. */
export interface Branch {
  readonly bands: number;
  readonly frames: number;
  /** How many frames a finished network takes at once; see {@link loudestAtOnce}. */
  readonly stride: number;
}

/**
 * The first two hear timbre, over nearly half and over more than half of all bands for an eighth of a second; the others
 * rhythm, in one band for two seconds, one, and half of one. The strides were the fastest of those tried.
 */
export const BRANCHES: readonly Branch[] = [
  { bands: 38, frames: 7, stride: 2 },
  { bands: 67, frames: 7, stride: 1 },
  { bands: 1, frames: 128, stride: 16 },
  { bands: 1, frames: 64, stride: 16 },
  { bands: 1, frames: 32, stride: 8 },
];
/** Names of the front end's layers, side by side. */
export const FRONT_LAYERS = BRANCHES.map((_, index) => `front${index + 1}`);

/** How many filters each branch has, and whether a finished network may compute them by less work. */
export interface FrontEnd {
  readonly filters: readonly number[];
  readonly isQuick: boolean;
}

/** [N, bands, frames] → [N, filters, 1, frames]: the loudest answer of every filter over the bands. */
export function frontEnd(context: NetworkContext, patches: Tensor, { filters, isQuick }: FrontEnd): Tensor {
  const [batch = 0, bands = 0, frames = 0] = patches.shape;
  const image = batchNorm(context, 'input.norm', reshape(patches, [batch, 1, bands, frames]));
  const maps = BRANCHES.map((branch, index) => {
    const name = FRONT_LAYERS[index] ?? '';
    const count = filters[index] ?? 0;
    if (context.fused && isQuick) return loudestAtOnce(context, name, image, branch, count);
    return max(normed(context, name, image, optionsOf(branch, count)), { axes: [2], keepDims: true });
  });
  return concat(maps, { axis: 1 });
}

/** A convolution with bias, ReLU and batch norm. */
export function normed(context: NetworkContext, name: string, input: Tensor, options: ConvolutionOptions): Tensor {
  const convolved = convolution2d(context, `${name}.convolution`, input, { ...options, bias: true });
  return batchNorm(context, `${name}.norm`, relu(convolved));
}

/** Zeros before the first frame, so that a filter of so many frames has its middle on each frame. */
const framesBefore = (frames: number): number => Math.floor((frames - 1) / 2);

/** Of all frames, and of the bands that the filter does not stand out of. */
function optionsOf({ bands, frames }: Branch, filters: number): ConvolutionOptions {
  const before = framesBefore(frames);
  return { filters, kernel: [bands, frames], padding: [0, before, 0, frames - 1 - before], bias: true };
}

/**
 * The same as the maximum over the bands of {@link normed}, by less work. A ReLU keeps the order of what it is given, and
 * a batch norm keeps it or turns it round: the maximum may come first, where a filter that is turned round has its sign
 * changed. ONNX Runtime computes filters in blocks of 8 or 16, and a few filters leave most of a block empty: every
 * filter is given `stride` times, each a frame later, and all of them go over the image in steps of `stride` frames.
 */
function loudestAtOnce(context: NetworkContext, name: string, image: Tensor, branch: Branch, filters: number): Tensor {
  const options = optionsOf(branch, filters);
  const { weights, offset } = convolutionParameters(context, `${name}.convolution`, 1, options);
  const { gain, shift } = batchNormLine(context, `${name}.norm`, [1, filters, 1, 1]);
  const sign = sub(1, mul(2, toFloat(less(gain, 0))));
  const loudest = mul(loudestOf(image, mul(weights, reshape(sign, [filters, 1, 1, 1])), branch), sign);
  return add(mul(relu(offset ? add(loudest, offset) : loudest), gain), shift);
}

/** [N, 1, bands, frames] → [N, filters, 1, frames] */
function loudestOf(image: Tensor, weights: Tensor, { frames: width, stride }: Branch): Tensor {
  const [batch = 0, , bands = 0, frames = 0] = image.shape;
  const [filters, height] = [sizeAt(weights.shape, 0), sizeAt(weights.shape, 2)];
  const steps = Math.ceil(frames / stride);
  const before = framesBefore(width);
  const after = (steps - 1) * stride + (width + stride - 1) - frames - before;
  const copies = Array.from({ length: stride }, (_, copy) => shifted(weights, copy, stride));
  const convolved = conv2d(image, concat(copies, { axis: 0 }), {
    pads: [0, before, 0, after],
    strides: [1, stride],
    group: 1,
  });
  const kernel = [bands - height + 1, 1] as const;
  const loudest = maxPool2d(convolved, { kernel, strides: [1, 1], pads: [0, 0, 0, 0] });
  const inOrder = transpose(reshape(loudest, [batch, stride, filters, steps]), [0, 2, 3, 1]);
  return slice(reshape(inOrder, [batch, filters, 1, steps * stride]), { axis: 3, start: 0, end: frames });
}

/** Filters with `copy` frames of zeros before them, and so many behind that all copies are equally long. */
function shifted(weights: Tensor, copy: number, copies: number): Tensor {
  const zerosOf = (frames: number): Tensor[] =>
    frames === 0 ? [] : [zeros(weights.graph, weights.shape.toSpliced(3, 1, frames))];
  return concat([...zerosOf(copy), weights, ...zerosOf(copies - 1 - copy)], { axis: 3 });
}
