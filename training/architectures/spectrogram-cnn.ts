import { mean, relu, transpose } from '../autodiff/functions/index.ts';
import { batchNorm, convolution2d, dropout, genreHead, maxPool } from '../network/layers.ts';
import type { Architecture } from './architecture.ts';
import { FIELD_RECIPE } from './architecture.ts';

const FILTERS = [32, 64, 128];

/**
 * The spectrogram of half a minute as a coloured image. The first layer looks at every fourth pixel in both
 * directions: the image has more pixels than the spectrogram has values.
 */
export const spectrogramCnn: Architecture = {
  name: 'spectrogram-cnn',
  title: 'Spectrogram picture network',
  description:
    'A 720×720 RGBA picture of the mel spectrogram of 30 seconds; ' +
    'a 5×5 convolution of stride 4 with 16 filters, three 3×3 blocks of 32, 64 and 128, global average pooling.',
  input: { kind: 'mel-picture', height: 720, width: 720, patchSeconds: 30 },
  hopLength: 1708,
  recipe: { ...FIELD_RECIPE, batchSize: 16, epochs: 40, patience: 15 },
  cudaStepsPerRun: 1,
  network: (genreCount) => (context, patches) => {
    const image = transpose(patches, [0, 3, 1, 2]);
    const coarse = convolution2d(context, 'block1.convolution', image, {
      filters: 16,
      kernel: [5, 5],
      padding: 'same',
      strides: [4, 4],
    });
    const first = relu(batchNorm(context, 'block1.norm', maxPool(context, coarse, [2, 2])));
    const maps = FILTERS.reduce((input, filters, index) => {
      const name = `block${index + 2}`;
      const convolved = convolution2d(context, `${name}.convolution`, input, {
        filters,
        kernel: [3, 3],
        padding: 'same',
      });
      return relu(batchNorm(context, `${name}.norm`, maxPool(context, convolved, [2, 2])));
    }, first);
    return genreHead(context, dropout(context, mean(maps, { axes: [2, 3] }), 0.3), genreCount);
  },
};
