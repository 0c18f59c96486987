import { BLOCKS } from '../architectures/efficientat.ts';
import { createRandom } from '../random/random.ts';
import type { WeightTensor, WeightTensors } from '../weights/weight-tensors.ts';

const CLASSES = 527;
const FEATURES = 384;
const HIDDEN = 512;
const FIRST = 8;

/** 0.4 of a number of channels, in eights: rounded, but never by more than a tenth down. */
function channels(full: number): number {
  const rounded = Math.max(8, Math.round((0.4 * full) / 8) * 8);
  return rounded < 0.36 * full ? rounded + 8 : rounded;
}

/** The tensors of an mn04 as PyTorch names them, of random weights: none of its authors'. */
export function efficientatState(): WeightTensors {
  const random = createRandom(4);
  const tensors = new Map<string, WeightTensor>();
  const add = (name: string, shape: readonly number[], valueOf: () => number) => {
    const length = shape.reduce((product, size) => product * size, 1);
    tensors.set(name, { shape, values: Float32Array.from({ length }, valueOf) });
  };
  const dense = (name: string, units: number, inputs: number) => {
    add(`${name}.weight`, [units, inputs], () => random.normal() / Math.sqrt(inputs));
    add(`${name}.bias`, [units], () => 0.1 * random.normal());
  };
  const normed = (name: string, [filters = 0, inputs = 0, kernel = 1]: readonly number[]) => {
    const fanIn = inputs * kernel * kernel;
    add(`${name}.0.weight`, [filters, inputs, kernel, kernel], () => random.normal() / Math.sqrt(fanIn));
    for (const part of ['weight', 'running_var']) add(`${name}.1.${part}`, [filters], () => random.between(0.5, 1.5));
    for (const part of ['bias', 'running_mean']) add(`${name}.1.${part}`, [filters], () => 0.1 * random.normal());
    add(`${name}.1.num_batches_tracked`, [], () => 1);
  };
  normed('features.0', [FIRST, 1, 3]);
  let inputs = FIRST;
  BLOCKS.forEach(({ kernel, expanded, filters, squeezes }, index) => {
    const [wide, narrow] = [channels(expanded), channels(filters)];
    let step = 0;
    const next = () => `features.${index + 1}.block.${step++}`;
    if (wide !== inputs) normed(next(), [wide, inputs]);
    normed(next(), [wide, 1, kernel]);
    if (squeezes) {
      const squeeze = `${next()}.conc_se_layers.0`;
      const squeezed = channels(Math.floor(wide / 4) / 0.4);
      dense(`${squeeze}.fc1`, squeezed, wide);
      dense(`${squeeze}.fc2`, wide, squeezed);
    }
    normed(next(), [narrow, wide]);
    inputs = narrow;
  });
  normed(`features.${BLOCKS.length + 1}`, [FEATURES, inputs]);
  dense('classifier.2', HIDDEN, FEATURES);
  dense('classifier.5', CLASSES, HIDDEN);
  return tensors;
}
