import type { Pair } from '../autodiff/attributes.ts';
import type { Tensor } from '../autodiff/tensor.ts';
import { sizeAt } from '../autodiff/tensor.ts';
import type { Network, NetworkContext } from './context.ts';
import { batchNorm, convolution2d, dense, dropout, maxPool, mean, relu } from './layers.ts';
import { gatedRecurrentUnit } from './recurrent.ts';

/** Filters and pooling of each convolution block; the last ones leave one row, so what remains is a sequence in time. */
const BLOCKS: readonly { readonly filters: number; readonly pool: Pair }[] = [
  { filters: 16, pool: [4, 2] },
  { filters: 32, pool: [2, 2] },
  { filters: 64, pool: [4, 2] },
  { filters: 128, pool: [4, 1] },
];
const RECURRENT_UNITS = 64;

/** One line for the model's card. */
export const MEL_CNN_ARCHITECTURE =
  'frequency ramp as second channel; 4 × (3×3 convolution, max pooling, batch norm, ReLU) with 16-32-64-128 filters; ' +
  'GRU 64 over 16 steps; mean over time of GRU and convolutions; dense';

/** Log-mel patches [batch, 128 rows, 128 columns] → logits [batch, genreCount]; a convolutional recurrent network. */
export function melCnn(genreCount: number): Network {
  return (context, patches) => {
    const { graph } = context;
    const [batch = 0, rows = 0, columns = 0] = patches.shape;
    const picture = graph.emit('Reshape', [patches], { target: [batch, 1, rows, columns] });
    const sequence = toSequence(context, convolutionBlocks(context, withFrequencyRamp(context, picture)));
    const states = gatedRecurrentUnit(context, 'recurrent', dropout(context, sequence, 0.2), RECURRENT_UNITS);
    const summary = graph.emit('Concat', [mean(context, states.sequence, [1]), mean(context, sequence, [1])], { axis: 1 });
    return dense(context, 'genres', dropout(context, summary, 0.4), genreCount);
  };
}

/** Pooling before the norm: a quarter of the work for the same layers. */
function convolutionBlocks(context: NetworkContext, picture: Tensor): Tensor {
  return BLOCKS.reduce((input, { filters, pool }, index) => {
    const name = `block${index + 1}`;
    const convolved = convolution2d(context, `${name}.convolution`, input, { filters, kernel: [3, 3], padding: 'same' });
    return relu(context, batchNorm(context, `${name}.norm`, maxPool(context, convolved, pool)));
  }, picture);
}

/** [batch, channels, rows, steps] → [batch, steps, channels·rows] */
function toSequence({ graph }: NetworkContext, maps: Tensor): Tensor {
  const [batch = 0, channels = 0, rows = 0, steps = 0] = maps.shape;
  const inTime = graph.emit('Transpose', [maps], { perm: [0, 3, 1, 2] });
  return graph.emit('Reshape', [inTime], { target: [batch, steps, channels * rows] });
}

/** A second channel that says which row it is: the same shape means different things at different heights. */
function withFrequencyRamp({ graph }: NetworkContext, picture: Tensor): Tensor {
  const rows = sizeAt(picture.shape, 2);
  const ramp = Float32Array.from({ length: rows }, (_, row) => 1.7 * ((2 * row) / (rows - 1) - 1));
  const zeros = graph.emit('Mul', [picture, graph.scalar(0)], {});
  const channel = graph.emit('Add', [zeros, graph.constant(ramp, [1, 1, rows, 1], 'frequencyRamp')], {});
  return graph.emit('Concat', [picture, channel], { axis: 1 });
}
