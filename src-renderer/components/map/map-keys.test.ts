import { expect, it } from 'vitest';
import { mapAction } from './map-keys.ts';

const press = (key: string, held: { shiftKey?: boolean; ctrlKey?: boolean; metaKey?: boolean } = {}) =>
  mapAction({ key, shiftKey: false, ctrlKey: false, metaKey: false, ...held });

it('walks, adds and moves by the arrow keys', () => {
  expect(press('ArrowUp')).toEqual({ kind: 'go', key: 'ArrowUp', isAdded: false });
  expect(press('ArrowLeft', { shiftKey: true })).toMatchObject({ kind: 'go', isAdded: true });
  expect(press('ArrowLeft', { metaKey: true })).toEqual({ kind: 'pan', x: -60, y: 0 });
});

it('zooms, opens, selects and labels', () => {
  expect(press('+', { shiftKey: true })).toMatchObject({ kind: 'zoom', factor: 1.5 });
  expect(press('0')).toEqual({ kind: 'fit' });
  expect(press('Enter')).toEqual({ kind: 'open' });
  expect(press('a', { ctrlKey: true })).toEqual({ kind: 'all' });
  expect(press('l')).toEqual({ kind: 'type-label' });
});

it('leaves other keys to the window', () => {
  expect([press('l', { ctrlKey: true }), press(' '), press('toString'), press('a')]).toEqual([null, null, null, null]);
});
