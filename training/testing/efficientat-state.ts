import { createRandom } from '../random/random.ts';
import type { WeightTensor, WeightTensors } from '../weights/weight-tensors.ts';

/** Of every block of the authors' file: channels that come in, within, and out; kernel; units of the squeeze, if any. */
const BLOCKS: readonly (readonly [number, number, number, number, number])[] = [
  [8, 8, 8, 3, 0],
  [8, 24, 16, 3, 0],
  [16, 32, 16, 3, 0],
  [16, 32, 16, 5, 8],
  [16, 48, 16, 5, 16],
  [16, 48, 16, 5, 16],
  [16, 96, 32, 3, 0],
  [32, 80, 32, 3, 0],
  [32, 72, 32, 3, 0],
  [32, 72, 32, 3, 0],
  [32, 192, 48, 3, 48],
  [48, 272, 48, 3, 72],
  [48, 272, 64, 5, 72],
  [64, 384, 64, 5, 96],
  [64, 384, 64, 5, 96],
];

/**
 * The tensors of an mn04 under the names and in the shapes of its authors' file, with numbers of chance, of which the
 * network makes finite ones.
 */
export function efficientatState(classes: number): WeightTensors {
  const random = createRandom(4);
  const tensors = new Map<string, WeightTensor>();
  const add = (name: string, shape: readonly number[], valueOf: () => number) => {
    const length = shape.reduce((product, size) => product * size, 1);
    tensors.set(name, { shape, values: Float32Array.from({ length }, valueOf) });
  };
  const addDense = (name: string, inputs: number, units: number) => {
    add(`${name}.weight`, [units, inputs], () => random.normal() / Math.sqrt(inputs));
    add(`${name}.bias`, [units], () => 0.1 * random.normal());
  };
  const addNormed = (name: string, filters: number, inputs: number, kernel: number) => {
    const fanIn = inputs * kernel * kernel;
    add(`${name}.0.weight`, [filters, inputs, kernel, kernel], () => random.normal() / Math.sqrt(fanIn));
    for (const part of ['weight', 'running_var']) add(`${name}.1.${part}`, [filters], () => random.between(0.5, 1.5));
    for (const part of ['bias', 'running_mean']) add(`${name}.1.${part}`, [filters], () => 0.1 * random.normal());
    add(`${name}.1.num_batches_tracked`, [], () => 1);
  };
  addNormed('features.0', 8, 1, 3);
  BLOCKS.forEach(([inputs, within, outputs, kernel, squeezed], index) => {
    let step = 0;
    const next = () => `features.${index + 1}.block.${step++}`;
    if (within !== inputs) addNormed(next(), within, inputs, 1);
    addNormed(next(), within, 1, kernel);
    if (squeezed > 0) {
      const name = `${next()}.conc_se_layers.0`;
      addDense(`${name}.fc1`, within, squeezed);
      addDense(`${name}.fc2`, squeezed, within);
    }
    addNormed(next(), outputs, within, 1);
  });
  addNormed('features.16', 384, 64, 1);
  addDense('classifier.2', 384, 512);
  addDense('classifier.5', 512, classes);
  return tensors;
}
