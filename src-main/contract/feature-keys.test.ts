import { expect, it } from 'vitest';
import { baseFor } from './feature-keys.ts';

const model = (name: string, featuresKey: string, change: { isRetrained?: boolean; isBase?: boolean } = {}) => ({
  ...{ name, featuresKey, specHash: name, isRetrained: false, isBase: true },
  ...change,
});
const CATALOGUE = [
  model('one', 'a'),
  model('own', 'a', { isRetrained: true }),
  model('orphan', 'gone', { isRetrained: true }),
  model('several heads', 'b', { isBase: false }),
];

it('a version stands on the current model, or on one with its features, or on the default', () => {
  const baseOf = (current: string) => baseFor(current, CATALOGUE, 'default');
  expect(baseOf('one')).toBe('one');
  expect(baseOf('own')).toBe('one');
  expect(baseOf('orphan')).toBe('default');
  expect(baseOf('several heads')).toBe('default');
  expect(baseOf('unknown')).toBe('default');
});
