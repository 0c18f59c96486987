import { expect, it } from 'vitest';
import { modelLabel } from './names.ts';

it('tells models of one title apart, and names the user’s own', () => {
  const model = { name: 'ensemble', title: 'Ensemble', genres: [], styles: [], isShipped: true };
  const own = { name: 'mine', title: 'Mel CNN', genres: [], styles: [], isShipped: false };
  expect(modelLabel(model, [model, own])).toBe('Ensemble');
  expect(modelLabel(own, [model, own])).toBe('mine (Mel CNN)');
  const twin = { ...model, name: 'ensemble-2' };
  expect([model, twin].map((each) => modelLabel(each, [model, twin]))).toEqual([
    'ensemble (Ensemble)',
    'ensemble-2 (Ensemble)',
  ]);
});
