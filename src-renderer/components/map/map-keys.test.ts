import { expect, it } from 'vitest';
import { mapAction, type MapKey } from './map-keys.ts';

const press = (key: string, held: Partial<MapKey> = {}, isLabelling = false) =>
  mapAction({ key, code: '', shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...held }, isLabelling);

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
  expect([press(' '), press('Home')]).toEqual([{ kind: 'play' }, { kind: 'fit' }]);
});

it('leaves other keys to the window', () => {
  expect([press('l', { ctrlKey: true }), press('toString'), press('a')]).toEqual([null, null, null]);
});

it('labels by number keys, which zoom where they are signs', () => {
  expect(press('3', { code: 'Digit3' }, true)).toEqual({ kind: 'label', place: 2, isAdded: false });
  expect(press('0', { code: 'Digit0' }, true)).toEqual({ kind: 'unlabel' });
  expect(press('0', { code: 'Digit0' })).toEqual({ kind: 'fit' });
  // The table's hint to the bar of labels is the map's, too.
  expect(press('3', { code: 'Digit3' })).toMatchObject({ kind: 'label' });
  expect(press('+', { code: 'Digit1', shiftKey: true }, true)).toMatchObject({ kind: 'zoom' });
  expect(press('!', { code: 'Digit1', shiftKey: true }, true)).toEqual({ kind: 'label', place: 0, isAdded: true });
});
