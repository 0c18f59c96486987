import { describe, expect, it } from 'vitest';
import { efficientatState } from '../testing/efficientat-state.ts';
import { importEfficientat, isEfficientatWeight } from './efficientat-weights.ts';
import { valuesByName } from './imported-network.ts';

const CLASSES = 5;

describe('the weights of EfficientAT’s file', () => {
  const tensors = new Map([...efficientatState(CLASSES)].filter(([name]) => isEfficientatWeight(name)));
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
