import { expect, it } from 'vitest';
import { headerAction } from './header-keys.ts';

const NONE = { altKey: false, shiftKey: false, ctrlKey: false, metaKey: false };

it('moves a column by Alt, and changes its width by Shift', () => {
  expect(headerAction({ ...NONE, key: 'ArrowLeft', altKey: true })).toEqual({ kind: 'move', step: -1 });
  expect(headerAction({ ...NONE, key: 'ArrowRight', altKey: true })).toEqual({ kind: 'move', step: 1 });
  expect(headerAction({ ...NONE, key: 'ArrowLeft', shiftKey: true })).toEqual({ kind: 'widen', pixels: -16 });
  expect(headerAction({ ...NONE, key: 'ArrowRight', shiftKey: true })).toEqual({ kind: 'widen', pixels: 16 });
});

it('fits a column by Shift and Enter', () => {
  expect(headerAction({ ...NONE, key: 'Enter', shiftKey: true })).toEqual({ kind: 'fit' });
  expect(headerAction({ ...NONE, key: 'Enter' })).toBeNull();
});

it('leaves every other key alone', () => {
  expect(headerAction({ ...NONE, key: 'ArrowLeft' })).toBeNull();
  expect(headerAction({ ...NONE, key: 'ArrowLeft', shiftKey: true, altKey: true })).toBeNull();
  expect(headerAction({ ...NONE, key: 'ArrowLeft', shiftKey: true, ctrlKey: true })).toBeNull();
  expect(headerAction({ ...NONE, key: 'Enter', altKey: true })).toBeNull();
});
