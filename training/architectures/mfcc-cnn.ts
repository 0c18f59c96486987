import type { Pair } from '../autodiff/attributes.ts';
import { relu, reshape } from '../autodiff/functions/index.ts';
import { batchNorm, convolution2d, dense, dropout, flatten, genreHead, maxPool } from '../network/layers.ts';
import type { Architecture } from './architecture.ts';
import { FIELD_RECIPE } from './architecture.ts';

const BLOCKS: readonly { readonly kernel: Pair; readonly pool: Pair }[] = [
  { kernel: [3, 3], pool: [3, 3] },
  { kernel: [3, 3], pool: [3, 3] },
  { kernel: [2, 2], pool: [2, 2] },
];

/** MFCC as an image of 130×13 and three small convolution blocks. */
export const mfccCnn: Architecture = {
  name: 'mfcc-cnn',
  title: 'MFCC convolutional network',
  description:
    'Three blocks of 32 filters, pooling and batch norm over 130 frames of 13 MFCC, and a dense layer of 64 units.',
  input: { kind: 'mfcc', coefficients: 13, patchFrames: 130 },
  hopLength: 512,
  recipe: FIELD_RECIPE,
  cudaStepsPerRun: 8,
  network: (genreCount) => (context, patches) => {
    const [batch = 0, frames = 0, coefficients = 0] = patches.shape;
    const image = reshape(patches, [batch, 1, frames, coefficients]);
    const maps = BLOCKS.reduce((input, { kernel, pool }, index) => {
      const name = `block${index + 1}`;
      const convolved = convolution2d(context, `${name}.convolution`, input, {
        filters: 32,
        kernel,
        padding: 'valid',
        bias: true,
      });
      // Maximum and ReLU may change places; this way round there is less to do.
      return batchNorm(
        context,
        `${name}.norm`,
        relu(maxPool(context, convolved, pool, { strides: [2, 2], padding: 'same' })),
      );
    }, image);
    const hidden = relu(dense(context, 'dense1', flatten(context, maps), 64));
    return genreHead(context, dropout(context, hidden, 0.3), genreCount);
  },
};
