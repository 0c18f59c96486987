import { expect, it } from 'vitest';
import { layerRates } from './layer-rates.ts';

const spec = (name: string, length: number) => ({
  name,
  shape: [length],
  initializer: { kind: 'constant', value: 0 } as const,
  decays: true,
});

it('rates rise from a network’s first layer to its last, for each of several side by side', () => {
  const one = [
    spec('block1.convolution.weights', 2),
    spec('block1.convolution.bias', 1),
    spec('block2.convolution.weights', 1),
    spec('genres.weights', 1),
  ];
  const rates = [0.01, 0.01, 0.01, 0.1, 1];
  const expectRates = (found: Float32Array, expected: readonly number[]) =>
    expected.forEach((rate, index) => expect(found[index]).toBeCloseTo(rate, 6));
  expectRates(layerRates(one, 0.01), rates);
  const both = [
    ...one.map(({ name, ...rest }) => ({ ...rest, name: `base1.${name}` })),
    ...one.map(({ name, ...rest }) => ({ ...rest, name: `base2.${name}` })),
  ];
  expectRates(layerRates(both, 0.01), [...rates, ...rates]);
});
