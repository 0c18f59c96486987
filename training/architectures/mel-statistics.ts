import { relu } from '../autodiff/functions/index.ts';
import { batchNorm, dense, dropout, genreHead } from '../network/layers.ts';
import type { Architecture } from './architecture.ts';
import { MEL_HOP_LENGTH, MEL_INPUT, MEL_RECIPE } from './mel-trunk.ts';
import { BAND_GROUPS, COEFFICIENTS, MODULATION_EDGES, patchStatistics } from './patch-statistics.ts';

/**
 * One hidden layer over figures of the whole patch, as genres were first told apart (Tzanetakis & Cook 2002). It sees
 * no image, so it errs elsewhere than the other networks. Augmentation and label smoothing make it no better here,
 * nor does mixup: a blend of two images beats and rings like neither.
 */
export const melStatistics: Architecture = {
  name: 'mel-statistics',
  title: 'Mel statistics',
  description:
    `Mean and deviation over the patch of every two bands and of ${COEFFICIENTS} cepstral coefficients, ` +
    'deviation of the coefficients’ change from frame to frame; ' +
    `modulation spectrum of ${BAND_GROUPS} groups of bands in ${MODULATION_EDGES.length - 1} bands ` +
    'of 0.1 to 6.4 Hz; mean and deviation of how much bands stand out from their neighbours, ' +
    'and the same of the mean spectrum; batch norm; dense 256, ReLU; dense',
  input: MEL_INPUT,
  hopLength: MEL_HOP_LENGTH,
  recipe: { ...MEL_RECIPE, augmentation: null, labelSmoothing: 0, mixupChance: 0 },
  cudaStepsPerRun: 8,
  network: (genreCount) => (context, patches) => {
    const statistics = batchNorm(context, 'statistics.norm', patchStatistics(patches));
    return genreHead(context, dropout(context, relu(dense(context, 'hidden', statistics, 256)), 0.5), genreCount);
  },
};
