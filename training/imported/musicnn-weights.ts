import { inputShape } from '../../src-main/pipeline/features/feature-spec.ts';
import { MUSICNN_SPEC } from '../../src-main/pipeline/features/known-specs.ts';
import type { Shape } from '../autodiff/tensor.ts';
import { sizeAt } from '../autodiff/tensor.ts';
import { musicnnNetwork } from '../architectures/musicnn.ts';
import { BATCH_NORM_EPSILON } from '../network/layers.ts';
import { weightsInvalid } from '../weights/refusal.ts';
import { readTensorflowCheckpoint } from '../weights/tensorflow-checkpoint.ts';
import type { WeightTensors } from '../weights/weight-tensors.ts';
import type { ImportedNetwork } from './imported-network.ts';
import { importNetwork } from './imported-network.ts';
import { TensorSource } from './tensor-source.ts';

/** Layers in the order in which their authors made them, by which TensorFlow numbers them. */
const CONVOLUTIONS = ['front1', 'front2', 'front3', 'front4', 'front5', 'middle1', 'middle2', 'middle3'];
const NORMS = ['input', ...CONVOLUTIONS, 'pooled', 'penultimate'];
/** Our names of a batch norm's parts, and TensorFlow's. */
const NORM_PARTS = { scale: 'gamma', offset: 'beta', mean: 'moving_mean', variance: 'moving_variance' } as const;

/** Whether a tensor of musicnn's checkpoint belongs to the finished network: the others are the optimiser's. */
export function isMusicnnWeight(name: string): boolean {
  return !name.includes('/Adam') && !name.endsWith('_power') && name !== 'global_step';
}

/** The files of a checkpoint of TensorFlow's. */
interface Checkpoint {
  readonly index: Uint8Array;
  readonly data: Uint8Array;
}

/** {@link importMusicnn} from its authors' files. @throws AppError weights-invalid */
export function readMusicnn(checkpoint: Checkpoint): ImportedNetwork {
  return importMusicnn(readTensorflowCheckpoint(checkpoint, isMusicnnWeight));
}

/**
 * musicnn with the weights of its authors' checkpoint, and its tags as answers (Pons & Serra 2019).
 * @param tensors all of those of {@link isMusicnnWeight}
 * @throws AppError weights-invalid where the tensors are not musicnn's
 */
export function importMusicnn(tensors: WeightTensors): ImportedNetwork {
  const source = new TensorSource(tensors);
  const tags = tensors.get('dense_1/bias')?.shape[0];
  if (tags === undefined) throw weightsInvalid('it has no tensor “dense_1/bias”');
  const head = foldedHead(source, tags);
  const imported = importNetwork(musicnnNetwork(tags), inputShape(MUSICNN_SPEC), (name, shape) => {
    const [layer = '', kind = '', part = ''] = name.split('.');
    if (layer === 'genres') return kind === 'weights' ? head.weights : head.bias;
    if (kind === 'norm') return takeNormPart(source, layer, part as keyof typeof NORM_PARTS, lengthOf(shape));
    if (kind === 'convolution') return takeConvolution(source, layer, part, shape);
    return source.take(kind === 'weights' ? 'dense/kernel' : 'dense/bias', shape);
  });
  source.finish();
  return imported;
}

const numbered = (name: string, index: number): string => (index === 0 ? name : `${name}_${index}`);
const lengthOf = (shape: Shape): number => sizeAt(shape, shape.length > 1 ? 1 : 0);

function takeNormPart(source: TensorSource, layer: string, part: keyof typeof NORM_PARTS, length: number) {
  return source.take(`${numbered('batch_normalization', NORMS.indexOf(layer))}/${NORM_PARTS[part]}`, [length]);
}

function takeConvolution(source: TensorSource, layer: string, part: string, shape: Shape): Float32Array {
  const name = numbered('conv2d', CONVOLUTIONS.indexOf(layer));
  if (part === 'bias') return source.take(`${name}/bias`, [lengthOf(shape)]);
  const [filters = 0, channels = 0, height = 0, frames = 0] = shape;
  // Theirs move over [frames, bands], and over [frames, channels] in the middle.
  const across = channels * height;
  return filtersFirst(source.take(`${name}/kernel`, [frames, across, 1, filters]), frames, across, filters);
}

/** [frames, across, filters] → [filters, across, frames] */
function filtersFirst(values: Float32Array, frames: number, across: number, filters: number): Float32Array {
  const result = new Float32Array(values.length);
  for (let frame = 0; frame < frames; frame++)
    for (let row = 0; row < across; row++)
      for (let filter = 0; filter < filters; filter++)
        result[(filter * across + row) * frames + frame] = values[(frame * across + row) * filters + filter] as number;
  return result;
}

/**
 * The last layer with the batch norm that lies before it in theirs: W·(gain·x + shift) + b = (W·gain)·x + (W·shift + b).
 * Our networks' last layer gets the features themselves, which are what retraining works on.
 */
function foldedHead(source: TensorSource, tags: number): { weights: Float32Array; bias: Float32Array } {
  const part = (name: keyof typeof NORM_PARTS) => takeNormPart(source, 'penultimate', name, 200);
  const [scale, offset, mean, variance] = [part('scale'), part('offset'), part('mean'), part('variance')];
  const weights = source.take('dense_1/kernel', [scale.length, tags]).slice();
  const bias = source.take('dense_1/bias', [tags]).slice();
  scale.forEach((value, unit) => {
    const gain = value / Math.sqrt((variance[unit] as number) + BATCH_NORM_EPSILON);
    const shift = (offset[unit] as number) - (mean[unit] as number) * gain;
    const row = weights.subarray(unit * tags, (unit + 1) * tags);
    row.forEach((weight, tag) => {
      bias[tag] = (bias[tag] as number) + weight * shift;
      row[tag] = weight * gain;
    });
  });
  return { weights, bias };
}
