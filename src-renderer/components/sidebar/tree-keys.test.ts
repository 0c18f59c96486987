import { expect, it } from 'vitest';
import { treeAction, typedRow } from './tree-keys.ts';

const row = (name: string, depth: number, isOpen: boolean | null = null) => ({
  name,
  depth,
  isOpen,
  kind: 'folder' as const,
});
const rows = [row('All', 0), row('Folders', 0, true), row('Jazz', 1, true), row('Live', 2), row('Rock', 1, false)];

it.each([
  ['ArrowDown', 0, { kind: 'focus', index: 1 }],
  ['ArrowUp', 0, { kind: 'focus', index: 0 }],
  ['End', 0, { kind: 'focus', index: 4 }],
  ['Home', 4, { kind: 'focus', index: 0 }],
  ['ArrowRight', 2, { kind: 'focus', index: 3 }],
  ['ArrowRight', 4, { kind: 'open' }],
  ['ArrowRight', 3, null],
  ['ArrowLeft', 2, { kind: 'close' }],
  ['ArrowLeft', 3, { kind: 'focus', index: 2 }],
  ['ArrowLeft', 4, { kind: 'focus', index: 1 }],
  ['ArrowLeft', 0, null],
  ['Enter', 3, { kind: 'choose' }],
  ['Delete', 3, null],
  ['x', 3, null],
])('%s on row %i', (key, focus, action) => expect(treeAction(key, rows, focus)).toEqual(action));

it('renames and deletes smart filters alone', () => {
  const filters = [{ ...row('New', 1), kind: 'filter' as const }];
  expect(treeAction('F2', filters, 0)).toEqual({ kind: 'rename' });
  expect(treeAction('Delete', filters, 0)).toEqual({ kind: 'remove' });
});

it('finds rows by typing', () => {
  expect(typedRow('j', rows, 0)).toBe(2);
  expect(typedRow('l', rows, 3)).toBe(3);
  expect(typedRow('ro', rows, 4)).toBe(4);
  expect(typedRow('a', rows, 2)).toBe(0);
  expect(typedRow('z', rows, 0)).toBe(-1);
});
