import { MUSICNN_SPEC } from '../../src-main/pipeline/features/known-specs.ts';
import { add, concat, max, mean, relu, reshape } from '../autodiff/functions/index.ts';
import type { Tensor } from '../autodiff/tensor.ts';
import { sizeAt } from '../autodiff/tensor.ts';
import type { Network, NetworkContext } from '../network/context.ts';
import { batchNorm, dense, dropout, genreHead } from '../network/layers.ts';
import type { ConvolutionOptions } from '../network/layers.ts';
import type { Architecture } from './architecture.ts';
import { FIELD_RECIPE } from './architecture.ts';
import type { FrontEnd } from './musicnn-front.ts';
import { BRANCHES, frontEnd, normed } from './musicnn-front.ts';

/** Filters of each, as published. */
const PUBLISHED: FrontEnd = { filters: [204, 204, 51, 51, 51], isQuick: false };
/** Those of them that have weights in the authors' MSD_musicnn, and one for what the others say; see `imported/`. */
const LIVE: FrontEnd = { filters: [24, 14, 3, 7, 18], isQuick: true };
/** Frames under a filter of the middle layers. */
export const MIDDLE_FRAMES = 7;
const MIDDLE_FILTERS = 64;
/** The kind of the layer that knows no time any more. */
export const POOLED_LAYER = 'maximum and mean over time';
const PENULTIMATE_UNITS = 200;
const DROPOUT_RATE = 0.5;

/** The front end's maps and those of three layers over time, one after the other. */
function middle(context: NetworkContext, front: Tensor): Tensor {
  const options: ConvolutionOptions = { filters: MIDDLE_FILTERS, kernel: [1, MIDDLE_FRAMES], padding: [0, 3, 0, 3] };
  const first = normed(context, 'middle1', front, options);
  const second = add(normed(context, 'middle2', first, options), first);
  const third = add(normed(context, 'middle3', second, options), second);
  return concat([front, first, second, third], { axis: 1 });
}

/** Maximum and mean over time, one after the other for every channel: → [N, 2·channels]. */
function pooled(maps: Tensor): Tensor {
  const [batch, channels] = [sizeAt(maps.shape, 0), sizeAt(maps.shape, 1)];
  const columns = [max(maps, { axes: [2, 3] }), mean(maps, { axes: [2, 3] })];
  const stacked = concat(
    columns.map((column) => reshape(column, [batch, channels, 1])),
    { axis: 2 },
  );
  return reshape(stacked, [batch, 2 * channels]);
}

/** musicnn with as many answers as wanted, which see the penultimate layer as it is. */
export const musicnnNetwork =
  (answers: number, front: FrontEnd = PUBLISHED): Network =>
  (context, patches) => {
    const maps = middle(context, frontEnd(context, patches, front));
    const overTime = pooled(maps);
    context.layer(POOLED_LAYER, overTime);
    const features = dropout(context, batchNorm(context, 'pooled.norm', overTime), DROPOUT_RATE);
    const penultimate = relu(dense(context, 'penultimate', features, PENULTIMATE_UNITS));
    return genreHead(context, dropout(context, penultimate, DROPOUT_RATE), answers);
  };

/** Filters as high as instruments' spectra and as long as bars, then layers over time (Pons & Serra 2019). */
export const musicnn: Architecture = {
  name: 'musicnn',
  title: 'musicnn',
  description: describe(PUBLISHED),
  input: { kind: 'spectrogram', spec: MUSICNN_SPEC },
  hopLength: MUSICNN_SPEC.hopLength,
  recipe: { ...FIELD_RECIPE, batchSize: 8 },
  cudaStepsPerRun: 1,
  network: (genreCount) => musicnnNetwork(genreCount),
};

/** With as many filters as the authors' training on the Million Song Dataset has left weights, and a fifth of the work. */
export const musicnnSmall: Architecture = {
  ...musicnn,
  name: 'musicnn-small',
  title: 'musicnn with few filters',
  description: describe(LIVE),
  recipe: { ...FIELD_RECIPE, batchSize: 16 },
  network: (genreCount) => musicnnNetwork(genreCount, LIVE),
};

function describe({ filters }: FrontEnd): string {
  const branches = BRANCHES.map(({ bands, frames }, index) => `${filters[index]} of ${bands}×${frames}`);
  return (
    `Log-mel of three seconds at 16 kHz; filters over bands and frames, ${branches.join(', ')}, each with its maximum ` +
    `over the bands; three layers of ${MIDDLE_FILTERS} filters over ${MIDDLE_FRAMES} frames, the last two with ` +
    `shortcuts; maximum and mean over time; dense ${PENULTIMATE_UNITS}, ReLU; dense`
  );
}
