import { cosineMatrix } from '../../src-main/pipeline/features/mfcc.ts';
import type { Graph } from '../autodiff/graph.ts';
import type { Tensor } from '../autodiff/tensor.ts';
import { sizeAt } from '../autodiff/tensor.ts';
import type { NetworkContext } from '../network/context.ts';
import { batchNorm, dense, dropout, genreHead, momentsOf, relu } from '../network/layers.ts';
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
    const statistics = batchNorm(context, 'statistics.norm', patchStatistics(context, patches));
    return genreHead(context, dropout(context, relu(context, dense(context, 'hidden', statistics, 256)), 0.5), genreCount);
  },
};

/**
 * [batch, bands, frames] → [batch, bands + 3 · coefficients]: means and deviations of the pairs of bands, means and
 * deviations of the cepstral coefficients (Davis & Mermelstein 1980), deviations of their change.
 */
export function patchStatistics(context: NetworkContext, patches: Tensor): Tensor {
  const { graph } = context;
  const [bands, frames] = [sizeAt(patches.shape, 1), sizeAt(patches.shape, 2)];
  const cosines = Float32Array.from(cosineMatrix(COEFFICIENTS, bands / 2).flatMap((row) => [...row]));
  const pairs = graph.emit('MatMul', [bandPairs(graph, bands), patches], {});
  const cepstrum = graph.emit('MatMul', [graph.constant(cosines, [COEFFICIENTS, bands / 2]), pairs], {});
  const later = graph.emit('Slice', [cepstrum], { axis: 2, start: 1, end: frames });
  const change = graph.emit('Sub', [later, graph.emit('Slice', [cepstrum], { axis: 2, start: 0, end: frames - 1 })], {});
  return graph.emit('Concat', [...meanAndDeviation(context, pairs), ...meanAndDeviation(context, cepstrum), meanAndDeviation(context, change)[1]], { axis: 1 });
}

/** [bands/2, bands]: the mean of every two bands. */
function bandPairs(graph: Graph, bands: number): Tensor {
  const matrix = Float32Array.from({ length: (bands / 2) * bands }, (_, index) => (Math.floor((index % bands) / 2) === Math.floor(index / bands) ? 0.5 : 0));
  return graph.constant(matrix, [bands / 2, bands]);
}

/** Mean and deviation over time: [batch, rows, frames] → twice [batch, rows]. */
function meanAndDeviation(context: NetworkContext, input: Tensor): [mean: Tensor, deviation: Tensor] {
  const { graph } = context;
  const { mean, variance } = momentsOf(context, input, [2]);
  // What never varies has a variance above zero all the same: a root has no slope there.
  const deviation = graph.emit('Sqrt', [graph.emit('Add', [variance, graph.scalar(1e-4)], {})], {});
  const flat = (tensor: Tensor) => graph.emit('Reshape', [tensor], { target: [sizeAt(input.shape, 0), sizeAt(input.shape, 1)] });
  return [flat(mean), flat(deviation)];
}
