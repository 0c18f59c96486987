import { describe, expect, it } from 'vitest';
import { createRandom } from '../random/random.ts';
import type { WeightTensor } from '../weights/weight-tensors.ts';
import { importEfficientat, isEfficientatWeight } from './efficientat-weights.ts';
import { valuesByName } from './imported-network.ts';

const CLASSES = 5;
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

/** Numbers of chance under the names and in the shapes of the authors' file. */
function theirTensors(): Map<string, WeightTensor> {
  const random = createRandom(9);
  const tensors = new Map<string, WeightTensor>();
  const add = (name: string, shape: readonly number[]) => {
    const length = shape.reduce((product, size) => product * size, 1);
    tensors.set(name, { shape, values: Float32Array.from({ length }, () => random.normal()) });
  };
  const addNormed = (name: string, shape: readonly number[]) => {
    add(`${name}.0.weight`, shape);
    for (const part of ['weight', 'bias', 'running_mean', 'running_var']) add(`${name}.1.${part}`, [shape[0] ?? 0]);
  };
  const addDense = (name: string, inputs: number, units: number) => {
    add(`${name}.weight`, [units, inputs]);
    add(`${name}.bias`, [units]);
  };
  addNormed('features.0', [8, 1, 3, 3]);
  BLOCKS.forEach(([inputs, within, outputs, kernel, squeezed], index) => {
    let step = 0;
    const next = () => `features.${index + 1}.block.${step++}`;
    if (within !== inputs) addNormed(next(), [within, inputs, 1, 1]);
    addNormed(next(), [within, 1, kernel, kernel]);
    if (squeezed > 0) {
      const name = `${next()}.conc_se_layers.0`;
      addDense(`${name}.fc1`, within, squeezed);
      addDense(`${name}.fc2`, squeezed, within);
    }
    addNormed(next(), [outputs, within, 1, 1]);
  });
  addNormed('features.16', [384, 64, 1, 1]);
  addDense('classifier.2', 384, 512);
  addDense('classifier.5', 512, CLASSES);
  return tensors;
}

describe('the weights of EfficientAT’s file', () => {
  const tensors = theirTensors();
  const values = valuesByName(importEfficientat(tensors));

  it('are used once each, and fill the network', () => {
    const sum = (all: Iterable<Float32Array>) =>
      [...all].reduce((total, part) => total + part.reduce((inner, value) => inner + value, 0), 0);
    const theirs = [...tensors.values()].map((tensor) => tensor.values);
    expect([...values.values()].reduce((count, part) => count + part.length, 0)).toBe(
      theirs.reduce((count, part) => count + part.length, 0),
    );
    expect(sum(values.values())).toBeCloseTo(sum(theirs), 3);
  });

  it.each([
    ['first.norm.variance', 'features.0.1.running_var'],
    ['block1.depthwise.convolution.weights', 'features.1.block.0.0.weight'],
    ['block2.depthwise.norm.mean', 'features.2.block.1.1.running_mean'],
    ['block4.excitation.bias', 'features.4.block.2.conc_se_layers.0.fc2.bias'],
    ['block4.projection.norm.scale', 'features.4.block.3.1.weight'],
    ['block15.expansion.convolution.weights', 'features.15.block.0.0.weight'],
    ['last.convolution.weights', 'features.16.0.weight'],
    ['classes.bias', 'classifier.5.bias'],
  ])('fill %s from %s', (ours, theirs) => {
    expect(values.get(ours)).toEqual(tensors.get(theirs)?.values);
  });

  it('of dense layers are turned: theirs are [units, inputs]', () => {
    const [squeeze, theirs] = [
      values.get('block4.squeeze.weights')!,
      tensors.get('features.4.block.2.conc_se_layers.0.fc1.weight')!.values,
    ];
    expect(squeeze).toHaveLength(8 * 32);
    for (const [input, unit] of [
      [0, 3],
      [31, 0],
      [5, 7],
    ] as const)
      expect(squeeze[input * 8 + unit]).toBe(theirs[unit * 32 + input]);
  });

  it('are refused where one is missing, too many, or of another shape', () => {
    const refused = expect.objectContaining({ code: 'weights-invalid' });
    const without = new Map(tensors);
    without.delete('features.9.block.1.1.bias');
    expect(() => importEfficientat(without)).toThrow(refused);
    expect(() => importEfficientat(new Map())).toThrow(refused);
    const extra = { shape: [1], values: Float32Array.of(1) };
    expect(() => importEfficientat(new Map(tensors).set('features.17.0.weight', extra))).toThrow(refused);
    expect(() => importEfficientat(new Map(tensors).set('classifier.2.bias', extra))).toThrow(refused);
  });

  it('are told from the counts of batches', () => {
    expect([...tensors.keys()].every(isEfficientatWeight)).toBe(true);
    expect(isEfficientatWeight('features.0.1.num_batches_tracked')).toBe(false);
  });
});
