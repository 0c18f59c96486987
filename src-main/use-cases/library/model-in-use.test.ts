import { expect, it } from 'vitest';
import { MODEL_HISTORY } from '../../contract/settings.ts';
import { historyWithout, promoted, rolledBack } from './model-in-use.ts';

it('a promoted model can be rolled back', () => {
  const fresh = { model: 'ensemble', modelHistory: [] };
  const mine = promoted(fresh, 'mine-1');
  expect(mine).toEqual({ model: 'mine-1', modelHistory: ['ensemble'] });
  expect(rolledBack(mine)).toEqual(fresh);
  expect(rolledBack(fresh)).toBeNull();
});

it('the model in use is not remembered as the one before itself', () => {
  expect(promoted({ model: 'a', modelHistory: ['b'] }, 'a')).toEqual({ model: 'a', modelHistory: ['b'] });
});

it('forgets the oldest models', () => {
  const modelHistory = Array.from({ length: MODEL_HISTORY }, (_, index) => `mine-${index}`);
  expect(promoted({ model: 'now', modelHistory }, 'next').modelHistory).toEqual([...modelHistory.slice(1), 'now']);
});

it('takes a deleted model out of those before, and follows a renamed one', () => {
  const settings = { modelHistory: ['a', 'b', 'a'] };
  expect(historyWithout(settings, 'a', null)).toEqual(['b']);
  expect(historyWithout(settings, 'a', 'c')).toEqual(['c', 'b', 'c']);
});
