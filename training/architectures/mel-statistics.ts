import type { Graph } from '../autodiff/graph.ts';
import type { Tensor } from '../autodiff/tensor.ts';
import { sizeAt } from '../autodiff/tensor.ts';
import { batchNorm, dense, dropout, genreHead, relu } from '../network/layers.ts';
import type { Architecture } from './architecture.ts';
import { MEL_HOP_LENGTH, MEL_INPUT, MEL_RECIPE } from './mel-trunk.ts';

const COEFFICIENTS = 20;

/**
 * One hidden layer over figures of the whole patch, as genres were first told apart (Tzanetakis & Cook 2002). It sees no
 * picture, so it errs elsewhere than the other networks. Augmentation and label smoothing make it no better here.
 */
export const melStatistics: Architecture = {
  name: 'mel-statistics',
  title: 'Mel statistics',
  description:
    `Mean and deviation over the patch of every two bands and of ${COEFFICIENTS} cepstral coefficients, deviation of the coefficients’ change from frame to frame; ` +
    'batch norm; dense 256, ReLU; dense',
  input: MEL_INPUT,
  hopLength: MEL_HOP_LENGTH,
  recipe: { ...MEL_RECIPE, augmentation: null, labelSmoothing: 0 },
  network: (genreCount) => (context, patches) => {
    const statistics = batchNorm(context, 'statistics.norm', patchStatistics(context.graph, patches));
    return genreHead(context, dropout(context, relu(context, dense(context, 'hidden', statistics, 256)), 0.5), genreCount);
  },
};

/**
 * [batch, bands, frames] → [batch, bands + 3 · coefficients]: means and deviations of the pairs of bands, means and
 * deviations of the cepstral coefficients (Davis & Mermelstein 1980), deviations of their change.
 */
export function patchStatistics(graph: Graph, patches: Tensor): Tensor {
  const [bands, frames] = [sizeAt(patches.shape, 1), sizeAt(patches.shape, 2)];
  const pairs = graph.emit('MatMul', [bandPairs(graph, bands), patches], {});
  const cepstrum = graph.emit('MatMul', [cosineTransform(graph, bands / 2), pairs], {});
  const later = graph.emit('Slice', [cepstrum], { axis: 2, start: 1, end: frames });
  const change = graph.emit('Sub', [later, graph.emit('Slice', [cepstrum], { axis: 2, start: 0, end: frames - 1 })], {});
  return graph.emit('Concat', [...momentsOf(graph, pairs), ...momentsOf(graph, cepstrum), momentsOf(graph, change)[1]], { axis: 1 });
}

/** [bands/2, bands]: the mean of every two bands. */
function bandPairs(graph: Graph, bands: number): Tensor {
  const matrix = Float32Array.from({ length: (bands / 2) * bands }, (_, index) => (Math.floor((index % bands) / 2) === Math.floor(index / bands) ? 0.5 : 0));
  return graph.constant(matrix, [bands / 2, bands]);
}

/** [coefficients, bands]: cos(π/B·(b + ½)·k), the discrete cosine transform of type II. */
function cosineTransform(graph: Graph, bands: number): Tensor {
  const matrix = Float32Array.from({ length: COEFFICIENTS * bands }, (_, index) => Math.cos((Math.PI / bands) * ((index % bands) + 0.5) * Math.floor(index / bands)));
  return graph.constant(matrix, [COEFFICIENTS, bands]);
}

/** Mean and deviation over time: [batch, rows, frames] → twice [batch, rows]. */
function momentsOf(graph: Graph, input: Tensor): [mean: Tensor, deviation: Tensor] {
  const average = (tensor: Tensor) => graph.emit('Mul', [graph.emit('ReduceSum', [tensor], { axes: [2], keepdims: true }), graph.scalar(1 / sizeAt(input.shape, 2))], {});
  const mean = average(input);
  const centred = graph.emit('Sub', [input, mean], {});
  // What never varies has a variance above zero all the same: a root has no slope there.
  const variance = graph.emit('Add', [average(graph.emit('Mul', [centred, centred], {})), graph.scalar(1e-4)], {});
  const flat = (tensor: Tensor) => graph.emit('Reshape', [tensor], { target: [sizeAt(input.shape, 0), sizeAt(input.shape, 1)] });
  return [flat(mean), flat(graph.emit('Sqrt', [variance], {}))];
}
