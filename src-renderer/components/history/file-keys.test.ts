import { expect, it } from 'vitest';
import { fileAction } from './file-keys.ts';

const press = (key: string, isBox: boolean, more: object = {}) =>
  fileAction({ key, code: '', shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...more }, isBox);

it('plays and walks from the box, and ticks without Space', () => {
  expect([' ', 'ArrowDown', 'ArrowUp', 'x', 'Enter', 'y', 'toString'].map((key) => press(key, true))).toEqual([
    { kind: 'play' },
    { kind: 'go', step: 1 },
    { kind: 'go', step: -1 },
    { kind: 'tick' },
    { kind: 'tick' },
    null,
    null,
  ]);
});

it('leaves the play button its own keys, but for X', () => {
  expect([' ', 'Enter', 'ArrowDown', 'x'].map((key) => press(key, false))).toEqual([
    null,
    null,
    null,
    { kind: 'tick' },
  ]);
  expect(press('1', false, { code: 'Digit1' })).toBeNull();
});

it('labels from the box by number keys, and leaves commands alone', () => {
  expect(press('2', true, { code: 'Digit2' })).toEqual({ kind: 'label', place: 1, isAdded: false });
  expect(press('x', true, { ctrlKey: true })).toBeNull();
  expect(press('ArrowDown', true, { altKey: true })).toBeNull();
});
