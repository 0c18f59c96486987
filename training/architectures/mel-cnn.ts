import { concat, max, mean, relu, reshape, transpose } from '../autodiff/functions/index.ts';
import { batchNorm, convolution2d, dropout, genreHead } from '../network/layers.ts';
import type { Architecture } from './architecture.ts';
import { MEL_HOP_LENGTH, MEL_INPUT, MEL_RECIPE, melSequence, withoutBandMeans } from './mel-trunk.ts';

/**
 * Convolutions alone: over ten seconds of log-mel, then once more over time. It hears how the bands change, not how
 * loud they are on the whole; mel-gru hears both, so the two err differently.
 */
export const melCnn: Architecture = {
  name: 'mel-cnn',
  title: 'Mel CNN',
  description:
    'Every band less its mean over the patch; frequency ramp as second channel; ' +
    '4 × (3×3 convolution, max pooling, batch norm, ReLU) with 16-32-64-128 filters; ' +
    'one convolution of 5 steps and 128 filters over time; mean and maximum over time; dense',
  input: MEL_INPUT,
  hopLength: MEL_HOP_LENGTH,
  recipe: MEL_RECIPE,
  cudaStepsPerRun: 8,
  network: (genreCount) => (context, patches) => {
    const sequence = dropout(context, melSequence(context, withoutBandMeans(patches)), 0.2);
    const [batch = 0, steps = 0, features = 0] = sequence.shape;
    const line = reshape(transpose(sequence, [0, 2, 1]), [batch, features, 1, steps]);
    const convolved = convolution2d(context, 'temporal.convolution', line, {
      filters: 128,
      kernel: [1, 5],
      padding: 'same',
    });
    const maps = relu(batchNorm(context, 'temporal.norm', convolved));
    const summary = concat([mean(maps, { axes: [2, 3] }), max(maps, { axes: [2, 3] })], { axis: 1 });
    return genreHead(context, dropout(context, summary, 0.4), genreCount);
  },
};
