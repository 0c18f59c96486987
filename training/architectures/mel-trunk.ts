import type { Pair } from '../autodiff/attributes.ts';
import { add, concat, mean, mul, relu, reshape, sub, transpose } from '../autodiff/functions/index.ts';
import type { Tensor } from '../autodiff/tensor.ts';
import { sizeAt } from '../autodiff/tensor.ts';
import { DEFAULT_AUGMENTATION } from '../dataset/augment.ts';
import type { NetworkContext } from '../network/context.ts';
import { batchNorm, convolution2d, maxPool } from '../network/layers.ts';
import type { InputPlan, Recipe } from './architecture.ts';

/** Ten seconds at one frame every 77.5 ms. */
export const MEL_INPUT: InputPlan = { kind: 'log-mel', patchFrames: 128 };
/** That of GTZAN's stored spectrograms. */
export const MEL_HOP_LENGTH = 1708;

/** Settings found on the validation subset alone. */
export const MEL_RECIPE: Recipe = {
  epochs: 56,
  schedule: { kind: 'cosine', peak: 3e-3, final: 1e-6, warmUpEpochs: 3 },
  labelSmoothing: 0.1,
  optimizer: { kind: 'adamw', beta1: 0.9, beta2: 0.999, epsilon: 1e-7, weightDecay: 0.02 },
  clipNorm: null,
  averagingRate: 0.005,
  patience: null,
  batchSize: 32,
  stepsPerRun: 1,
  augmentation: DEFAULT_AUGMENTATION,
  mixupChance: 0.5,
  mixupAlpha: 0.3,
  cropsPerExample: 1,
};

/**
 * Filters and pooling of each convolution block; the last ones leave one row, so what remains is a sequence in time.
 */
const BLOCKS: readonly { readonly filters: number; readonly pool: Pair }[] = [
  { filters: 16, pool: [4, 2] },
  { filters: 32, pool: [2, 2] },
  { filters: 64, pool: [4, 2] },
  { filters: 128, pool: [4, 1] },
];

/**
 * Takes every band's mean over the patch away: [batch, bands, frames] → the same. What goes is what a recording's
 * microphones, mastering and loudness add to all frames alike (cepstral mean normalisation: Atal 1974, Furui 1981).
 */
export function withoutBandMeans(patches: Tensor): Tensor {
  return sub(patches, mean(patches, { axes: [2], keepDims: true }));
}

/** Log-mel [batch, 128, frames] → features [batch, frames/8, 128]: what our networks have in common. */
export function melSequence(context: NetworkContext, patches: Tensor): Tensor {
  const [batch = 0, rows = 0, frames = 0] = patches.shape;
  const image = reshape(patches, [batch, 1, rows, frames]);
  const maps = BLOCKS.reduce((input, { filters, pool }, index) => {
    const name = `block${index + 1}`;
    const convolved = convolution2d(context, `${name}.convolution`, input, {
      filters,
      kernel: [3, 3],
      padding: 'same',
    });
    // Pooling before the norm: a quarter of the work for the same layers.
    return relu(batchNorm(context, `${name}.norm`, maxPool(context, convolved, pool)));
  }, withFrequencyRamp(image));
  const [, channels = 0, height = 0, steps = 0] = maps.shape;
  return reshape(transpose(maps, [0, 3, 1, 2]), [batch, steps, channels * height]);
}

/** A second channel that says which row it is: the same shape means different things at different heights. */
function withFrequencyRamp(image: Tensor): Tensor {
  const rows = sizeAt(image.shape, 2);
  const ramp = Float32Array.from({ length: rows }, (_, row) => 1.7 * ((2 * row) / (rows - 1) - 1));
  const channel = add(mul(image, 0), image.graph.constant(ramp, [1, 1, rows, 1]));
  return concat([image, channel], { axis: 1 });
}
