import type { Pair } from '../autodiff/attributes.ts';
import { relu, reshape } from '../autodiff/functions/index.ts';
import { convolution2d, dense, dropout, flatten, genreHead, maxPool } from '../network/layers.ts';
import type { Architecture } from './architecture.ts';
import { FIELD_RECIPE } from './architecture.ts';

const BLOCKS: readonly { readonly filters: number; readonly pool: Pair }[] = [
  { filters: 32, pool: [2, 2] },
  { filters: 64, pool: [4, 4] },
  { filters: 128, pool: [4, 4] },
];

/** Fourteen layers: input, three times convolution, pooling and dropout, flatten, dense, dropout, dense. */
export const melCnn3s: Architecture = {
  name: 'mel-cnn-3s',
  title: '3-second mel CNN',
  description:
    'Log-mel of 130 frames; three 3×3 convolutions of 32, 64 and 128 filters, each with pooling and dropout; ' +
    'dense layers of 128 units and of the genres.',
  input: { kind: 'log-mel', patchFrames: 130 },
  hopLength: 512,
  recipe: { ...FIELD_RECIPE, schedule: { ...FIELD_RECIPE.schedule, peak: 5e-4 }, epochs: 40, patience: 15 },
  cudaStepsPerRun: 1,
  network: (genreCount) => (context, patches) => {
    const [batch = 0, rows = 0, frames = 0] = patches.shape;
    const image = reshape(patches, [batch, 1, rows, frames]);
    context.layer('input', image);
    const maps = BLOCKS.reduce((input, { filters, pool }, index) => {
      const convolved = convolution2d(context, `block${index + 1}.convolution`, input, {
        filters,
        kernel: [3, 3],
        padding: 'same',
        bias: true,
      });
      return dropout(context, relu(maxPool(context, convolved, pool)), 0.2);
    }, image);
    const hidden = relu(dense(context, 'dense1', flatten(context, maps), 128));
    return genreHead(context, dropout(context, hidden, 0.3), genreCount);
  },
};
