import { describe, expect, it } from 'vitest';
import { gridAction, type GridKey } from './grid-keys.ts';

const key = (name: string, change: Partial<GridKey> = {}): GridKey => ({
  key: name,
  code: '',
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...change,
});
const PLACE = { focus: 5, count: 100, pageSize: 20 };

describe('gridAction', () => {
  it.each([
    ['ArrowDown', 6],
    ['ArrowUp', 4],
    ['PageDown', 25],
    ['PageUp', 0],
    ['Home', 0],
    ['End', 99],
  ])('%s goes to row %i', (name, index) => {
    expect(gridAction(key(name), PLACE)).toEqual({ kind: 'select', index, gesture: 'only' });
  });

  it('edits the genre by F2', () => expect(gridAction(key('F2'), PLACE)).toEqual({ kind: 'edit' }));

  it('goes back to the albums by Backspace', () =>
    expect(gridAction(key('Backspace'), PLACE)).toEqual({ kind: 'albums' }));

  it('extends with Shift, toggles with Ctrl or Cmd, and plays', () => {
    expect(gridAction(key('ArrowDown', { shiftKey: true }), PLACE)).toEqual({
      kind: 'select',
      index: 6,
      gesture: 'range',
    });
    const toggled = { kind: 'select', index: 5, gesture: 'toggle' };
    expect(gridAction(key(' ', { ctrlKey: true }), PLACE)).toEqual(toggled);
    expect(gridAction(key(' ', { metaKey: true }), PLACE)).toEqual(toggled);
    expect(gridAction(key(' ', { shiftKey: true }), PLACE)).toEqual({ ...toggled, gesture: 'range' });
    expect(gridAction(key(' '), PLACE)).toEqual({ kind: 'play' });
  });

  it('starts at the first row when no row has the focus', () => {
    expect(gridAction(key('ArrowDown'), { ...PLACE, focus: -1 })).toEqual({
      kind: 'select',
      index: 0,
      gesture: 'only',
    });
  });

  it('selects all with Ctrl or Cmd and leaves their other keys alone', () => {
    expect(gridAction(key('a', { ctrlKey: true }), PLACE)).toEqual({ kind: 'all' });
    expect(gridAction(key('A', { metaKey: true }), PLACE)).toEqual({ kind: 'all' });
    expect(gridAction(key('ArrowDown', { ctrlKey: true }), PLACE)).toBeNull();
  });

  it('shows what a genre sounds like', () => expect(gridAction(key('g'), PLACE)).toEqual({ kind: 'genre' }));

  it('labels by number keys, with Shift in addition to what there is', () => {
    expect(gridAction(key('3', { code: 'Digit3' }), PLACE)).toEqual({ kind: 'label', place: 2, isAdded: false });
    expect(gridAction(key('#', { code: 'Digit3', shiftKey: true }), PLACE)).toEqual({
      kind: 'label',
      place: 2,
      isAdded: true,
    });
    expect(gridAction(key('0', { code: 'Numpad0' }), PLACE)).toEqual({ kind: 'unlabel' });
    expect(gridAction(key('¡', { code: 'Digit1', altKey: true }), PLACE)).toEqual({
      kind: 'label',
      place: 9,
      isAdded: false,
    });
    // Alt and the pad type signs.
    expect(gridAction(key('1', { code: 'Numpad1', altKey: true }), PLACE)).toBeNull();
    // Without Num Lock, the pad moves.
    expect(gridAction(key('ArrowDown', { code: 'Numpad2' }), PLACE)).toEqual({
      kind: 'select',
      index: 6,
      gesture: 'only',
    });
    expect(gridAction(key('l', { code: 'KeyL' }), PLACE)).toEqual({ kind: 'type-label' });
  });

  it('does not move in an empty table', () => {
    for (const event of [key('End'), key(' '), key(' ', { ctrlKey: true })])
      expect(gridAction(event, { ...PLACE, count: 0 })).toBeNull();
  });
});
