import { EFFICIENTAT_SPEC } from '../../src-main/pipeline/features/known-specs.ts';
import { add, hardSwish, mean, relu, reshape } from '../autodiff/functions/index.ts';
import type { Tensor } from '../autodiff/tensor.ts';
import { sizeAt } from '../autodiff/tensor.ts';
import type { Network, NetworkContext } from '../network/context.ts';
import type { ConvolutionOptions } from '../network/layers.ts';
import { batchNorm, convolution2d, dense, dropout, genreHead } from '../network/layers.ts';
import { squeezeAndExcitation } from '../network/squeeze-and-excitation.ts';
import type { Architecture } from './architecture.ts';
import { FIELD_RECIPE } from './architecture.ts';

/** Share of MobileNetV3's channels. */
const WIDTH = 0.4;
/** Units between the features and AudioSet's classes. */
const HIDDEN_UNITS = 512;
const DROPOUT_RATE = 0.2;

type Activation = (x: Tensor) => Tensor;

/** An inverted residual block; channels before scaling. */
interface Block {
  readonly kernel: number;
  readonly expanded: number;
  readonly filters: number;
  readonly squeezes: boolean;
  readonly activation: Activation;
  readonly stride: number;
}

/** MobileNetV3-large (Howard et al. 2019, table 1). */
export const BLOCKS: readonly Block[] = [
  { kernel: 3, expanded: 16, filters: 16, squeezes: false, activation: relu, stride: 1 },
  { kernel: 3, expanded: 64, filters: 24, squeezes: false, activation: relu, stride: 2 },
  { kernel: 3, expanded: 72, filters: 24, squeezes: false, activation: relu, stride: 1 },
  { kernel: 5, expanded: 72, filters: 40, squeezes: true, activation: relu, stride: 2 },
  { kernel: 5, expanded: 120, filters: 40, squeezes: true, activation: relu, stride: 1 },
  { kernel: 5, expanded: 120, filters: 40, squeezes: true, activation: relu, stride: 1 },
  { kernel: 3, expanded: 240, filters: 80, squeezes: false, activation: hardSwish, stride: 2 },
  { kernel: 3, expanded: 200, filters: 80, squeezes: false, activation: hardSwish, stride: 1 },
  { kernel: 3, expanded: 184, filters: 80, squeezes: false, activation: hardSwish, stride: 1 },
  { kernel: 3, expanded: 184, filters: 80, squeezes: false, activation: hardSwish, stride: 1 },
  { kernel: 3, expanded: 480, filters: 112, squeezes: true, activation: hardSwish, stride: 1 },
  { kernel: 3, expanded: 672, filters: 112, squeezes: true, activation: hardSwish, stride: 1 },
  { kernel: 5, expanded: 672, filters: 160, squeezes: true, activation: hardSwish, stride: 2 },
  { kernel: 5, expanded: 960, filters: 160, squeezes: true, activation: hardSwish, stride: 1 },
  { kernel: 5, expanded: 960, filters: 160, squeezes: true, activation: hardSwish, stride: 1 },
];

/** The nearest multiple of eight, at least eight and no more than a tenth below: how MobileNets round channels. */
function toEights(channels: number): number {
  const rounded = Math.max(8, 8 * Math.floor((channels + 4) / 8));
  return rounded < 0.9 * channels ? rounded + 8 : rounded;
}

interface NormedOptions extends Pick<ConvolutionOptions, 'filters' | 'groups'> {
  readonly kernel: number;
  readonly stride?: number;
  readonly activation?: Activation;
}

/** A convolution over a square, padded alike on all sides; batch norm; activation. */
function normed(context: NetworkContext, name: string, input: Tensor, options: NormedOptions): Tensor {
  const { kernel, stride = 1, filters, groups = 1, activation = (x) => x } = options;
  const half = (kernel - 1) / 2;
  const convolved = convolution2d(context, `${name}.convolution`, input, {
    filters,
    groups,
    kernel: [kernel, kernel],
    padding: [half, half, half, half],
    strides: [stride, stride],
  });
  return activation(batchNorm(context, `${name}.norm`, convolved));
}

function invertedResidual(context: NetworkContext, name: string, input: Tensor, block: Block): Tensor {
  const { kernel, stride, activation } = block;
  const channels = sizeAt(input.shape, 1);
  const [expanded, filters] = [toEights(WIDTH * block.expanded), toEights(WIDTH * block.filters)];
  const wide =
    expanded === channels
      ? input
      : normed(context, `${name}.expansion`, input, { kernel: 1, filters: expanded, activation });
  const options = { kernel, stride, filters: expanded, groups: expanded, activation };
  const moved = normed(context, `${name}.depthwise`, wide, options);
  const weighed = block.squeezes
    ? squeezeAndExcitation(context, name, moved, toEights(Math.floor(expanded / 4)))
    : moved;
  const projected = normed(context, `${name}.projection`, weighed, { kernel: 1, filters });
  return stride === 1 && filters === channels ? add(projected, input) : projected;
}

/** [N, bands, frames] → 384 features [N, 384]: the means of the last maps. */
function features(context: NetworkContext, patches: Tensor): Tensor {
  const [batch = 0, bands = 0, frames = 0] = patches.shape;
  const image = reshape(patches, [batch, 1, bands, frames]);
  const first = { kernel: 3, stride: 2, filters: toEights(WIDTH * 16), activation: hardSwish };
  const maps = BLOCKS.reduce(
    (input, block, index) => invertedResidual(context, `block${index + 1}`, input, block),
    normed(context, 'first', image, first),
  );
  const last = { kernel: 1, filters: 6 * sizeAt(maps.shape, 1), activation: hardSwish };
  return mean(normed(context, 'last', maps, last), { axes: [2, 3] });
}

/** The features, named as such, as their own answer. */
const namedFeatures: Network = (context, patches) => {
  const heard = features(context, patches);
  context.head(heard);
  return heard;
};

/** The same with a hidden layer before its answers, as its authors trained it for AudioSet's classes. */
export const audioSetNetwork =
  (classes: number): Network =>
  (context, patches) => {
    const hidden = hardSwish(dense(context, 'hidden', namedFeatures(context, patches), HIDDEN_UNITS));
    return dense(context, 'classes', dropout(context, hidden, DROPOUT_RATE), classes);
  };

/** A network of depthwise convolutions for small machines, as EfficientAT uses it for sound (Schmid et al. 2023). */
export const efficientat: Architecture = {
  name: 'efficientat',
  title: 'EfficientAT MobileNet',
  description:
    'Log-mel of ten seconds at 32 kHz; MobileNetV3-large with 0.4 times the channels, squeeze and excitation over ' +
    'channels; means of the 384 last maps; dense',
  input: { kind: 'spectrogram', spec: EFFICIENTAT_SPEC },
  hopLength: EFFICIENTAT_SPEC.hopLength,
  recipe: { ...FIELD_RECIPE, batchSize: 16 },
  cudaStepsPerRun: 1,
  network: (genreCount) => (context, patches) =>
    genreHead(context, dropout(context, features(context, patches), DROPOUT_RATE), genreCount),
  features: namedFeatures,
};
