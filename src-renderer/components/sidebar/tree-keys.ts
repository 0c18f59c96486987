import type { SideBarNode } from '../../state/side-bar-nodes.ts';

/** What a key does in a tree. */
export type TreeAction =
  | { readonly kind: 'focus'; readonly index: number }
  | { readonly kind: 'open' | 'close' | 'choose' | 'rename' | 'remove' };

type Row = Pick<SideBarNode, 'name' | 'depth' | 'isOpen' | 'kind'>;

/** The action for a key by the ARIA pattern of trees; null where the tree has no use for it. */
export function treeAction(key: string, rows: readonly Row[], focus: number): TreeAction | null {
  const row = rows[focus];
  if (!row) return null;
  const target = { ArrowDown: focus + 1, ArrowUp: focus - 1, Home: 0, End: rows.length - 1 }[key];
  if (target !== undefined) return { kind: 'focus', index: Math.min(rows.length - 1, Math.max(0, target)) };
  if (key === 'Enter' || key === ' ') return { kind: 'choose' };
  if (key === 'ArrowRight') return openOrEnter(row, focus);
  if (key === 'ArrowLeft') return closeOrLeave(rows, focus);
  if (row.kind !== 'filter') return null;
  if (key === 'F2') return { kind: 'rename' };
  return key === 'Delete' ? { kind: 'remove' } : null;
}

function openOrEnter({ isOpen }: Row, focus: number): TreeAction | null {
  if (isOpen === null) return null;
  return isOpen ? { kind: 'focus', index: focus + 1 } : { kind: 'open' };
}

function closeOrLeave(rows: readonly Row[], focus: number): TreeAction | null {
  const row = rows[focus];
  if (row?.isOpen === true) return { kind: 'close' };
  const parent = rows.slice(0, focus).findLastIndex(({ depth }) => depth < (row?.depth ?? 0));
  return parent < 0 ? null : { kind: 'focus', index: parent };
}

/** The next row whose name begins with what was typed, from the focused one on; -1 where there is none. */
export function typedRow(typed: string, rows: readonly Row[], focus: number): number {
  const start = typed.length > 1 ? focus : focus + 1;
  const order = rows.map((_, index) => (start + index) % rows.length);
  const wanted = typed.toLowerCase();
  return order.find((index) => rows[index]?.name.toLowerCase().startsWith(wanted) === true) ?? -1;
}
