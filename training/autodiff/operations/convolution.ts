import type { ConvolutionAttributes, Pair, Pads } from '../attributes.ts';
import type { Graph } from '../graph.ts';
import type { Shape, Tensor } from '../tensor.ts';
import { elementCount, sizeAt } from '../tensor.ts';
import type { OperationRule } from './rule.ts';
import { inputAt, notDifferentiable } from './rule.ts';

function outputSize(size: number, kernel: number, stride: number, padding: number): number {
  return Math.floor((size + padding - kernel) / stride) + 1;
}

function spatialSizes(input: Shape, kernel: Pair, strides: Pair, pads: Pads): Pair {
  return [
    outputSize(sizeAt(input, 2), kernel[0], strides[0], pads[0] + pads[2]),
    outputSize(sizeAt(input, 3), kernel[1], strides[1], pads[1] + pads[3]),
  ];
}

/**
 * Columns of the input under the kernel, [N, C·kh·kw, H'·W'], made by a grouped convolution with
 * one-hot kernels: one fast node instead of kh·kw slices.
 */
function imageToColumns(graph: Graph, input: Tensor, kernel: Pair, attributes: ConvolutionAttributes): Tensor {
  const channels = sizeAt(input.shape, 1);
  const taps = kernel[0] * kernel[1];
  const oneHot = new Float32Array(channels * taps * taps);
  for (let filter = 0; filter < channels * taps; filter++) oneHot[filter * taps + (filter % taps)] = 1;
  const weights = graph.constant(oneHot, [channels * taps, 1, ...kernel]);
  const columns = graph.emit('Conv', [input, weights], { ...attributes, group: channels });
  const [batch = 0, rows = 0, height = 0, width = 0] = columns.shape;
  return graph.emit('Reshape', [columns], { target: [batch, rows, height * width] });
}

function weightGradient(
  graph: Graph,
  input: Tensor,
  weights: Tensor,
  cotangent: Tensor,
  attributes: ConvolutionAttributes,
): Tensor {
  const kernel: Pair = [sizeAt(weights.shape, 2), sizeAt(weights.shape, 3)];
  const columns = imageToColumns(graph, input, kernel, attributes);
  const [batch = 0, filters = 0, height = 0, width = 0] = cotangent.shape;
  const flat = graph.emit('Reshape', [cotangent], { target: [batch, filters, height * width] });
  const transposed = graph.emit('Transpose', [columns], { perm: [0, 2, 1] });
  const perExample = graph.emit('MatMul', [flat, transposed], {});
  const summed = graph.emit('ReduceSum', [perExample], { axes: [0], keepdims: false });
  return graph.emit('Reshape', [summed], { target: weights.shape });
}

function inputGradient(
  graph: Graph,
  input: Tensor,
  weights: Tensor,
  cotangent: Tensor,
  attributes: ConvolutionAttributes,
): Tensor {
  const { pads, strides } = attributes;
  const outputPadding: Pair = [
    (sizeAt(input.shape, 2) + pads[0] + pads[2] - sizeAt(weights.shape, 2)) % strides[0],
    (sizeAt(input.shape, 3) + pads[1] + pads[3] - sizeAt(weights.shape, 3)) % strides[1],
  ];
  return graph.emit('ConvTranspose', [cotangent, weights], { ...attributes, outputPadding });
}

/** Two-dimensional cross-correlation, [N,C,H,W] with [M,C,kh,kw] (one group when it is differentiated). */
export const convolution: OperationRule<'Conv'> = {
  infer: (inputs, { pads, strides, group }) => {
    const input = inputAt(inputs, 0).shape;
    const weights = inputAt(inputs, 1).shape;
    if (sizeAt(input, 1) !== sizeAt(weights, 1) * group) throw new Error('the channels of a convolution do not fit');
    const kernel: Pair = [sizeAt(weights, 2), sizeAt(weights, 3)];
    const shape = [sizeAt(input, 0), sizeAt(weights, 0), ...spatialSizes(input, kernel, strides, pads)];
    return [{ dataType: 'float32', shape }];
  },
  vjp: ({ graph, inputs, attributes, cotangent }) => {
    if (attributes.group !== 1) throw new Error('grouped convolutions are not differentiated');
    const input = inputAt(inputs, 0);
    const weights = inputAt(inputs, 1);
    return [
      () => inputGradient(graph, input, weights, cotangent, attributes),
      () => weightGradient(graph, input, weights, cotangent, attributes),
    ];
  },
};

/** The convolution's gradient with respect to its input. */
export const convolutionTranspose: OperationRule<'ConvTranspose'> = {
  infer: (inputs, { pads, strides, outputPadding }) => {
    const input = inputAt(inputs, 0).shape;
    const weights = inputAt(inputs, 1).shape;
    const size = (axis: 0 | 1) =>
      (sizeAt(input, 2 + axis) - 1) * strides[axis] +
      sizeAt(weights, 2 + axis) -
      pads[axis] -
      pads[(axis + 2) as 2 | 3] +
      outputPadding[axis];
    return [{ dataType: 'float32', shape: [sizeAt(input, 0), sizeAt(weights, 1), size(0), size(1)] }];
  },
  vjp: notDifferentiable,
};

/** Maximum of each window; what is padded never wins. The second output holds flat indices into the whole input. */
export const maxPool: OperationRule<'MaxPool'> = {
  infer: (inputs, { kernel, strides, pads }) => {
    const input = inputAt(inputs, 0).shape;
    const spatial = spatialSizes(input, kernel, strides, pads);
    const shape = [sizeAt(input, 0), sizeAt(input, 1), ...spatial];
    return [
      { dataType: 'float32', shape },
      { dataType: 'int64', shape },
    ];
  },
  vjp: ({ graph, inputs, outputs, cotangent }) => [
    () => {
      const input = inputAt(inputs, 0);
      const flat = [elementCount(cotangent.shape)];
      const zeros = graph.emit('Expand', [graph.scalar(0)], { target: [elementCount(input.shape)] });
      const indices = graph.emit('Reshape', [inputAt(outputs, 1)], { target: flat });
      const updates = graph.emit('Reshape', [cotangent], { target: flat });
      const scattered = graph.emit('ScatterElements', [zeros, indices, updates], {});
      return graph.emit('Reshape', [scattered], { target: input.shape });
    },
  ],
};
