import type { TrackColumnKey } from '../../../src-main/contract/track-columns.ts';
import { TRACK_COLUMNS } from '../../../src-main/contract/track-columns.ts';
import { texts } from '../../../src-main/texts/index.ts';
import type { TableColumns } from '../../state/table-columns.svelte.ts';
import type { MenuEntry } from '../shared/menu-entries.ts';
import { WIDTH_STEP } from './header-keys.ts';
import type { ShownColumn } from './shown-columns.ts';

/** The menu of the table's header: the column that it was opened on, then all columns. */
export function columnMenu(
  tableColumns: TableColumns,
  key: TrackColumnKey,
  shown: readonly ShownColumn[],
): readonly MenuEntry[] {
  const words = texts.library.columnMenu;
  const place = shown.findIndex((column) => column.key === key);
  const steps = [
    { label: words.left, keys: 'Alt+←', isDisabled: place <= 0, act: () => tableColumns.move(key, -1) },
    { label: words.right, keys: 'Alt+→', isDisabled: place === shown.length - 1, act: () => tableColumns.move(key, 1) },
    { label: words.narrower, keys: 'Shift+←', act: () => tableColumns.widen(key, -WIDTH_STEP) },
    { label: words.wider, keys: 'Shift+→', act: () => tableColumns.widen(key, WIDTH_STEP) },
    { label: words.fit, keys: 'Shift+Enter', act: () => tableColumns.fit(key) },
  ];
  const choices = TRACK_COLUMNS.map((column): MenuEntry => {
    const isOn = shown.some((each) => each.key === column.key);
    return {
      kind: 'choice',
      label: texts.library.columns[column.key],
      isOn,
      isDisabled: isOn && shown.length === 1,
      toggle: () => tableColumns.toggle(column.key),
    };
  });
  return [
    ...steps.map((step): MenuEntry => ({ kind: 'action', ...step })),
    'separator',
    { kind: 'branch', label: words.columns, entries: choices },
    {
      kind: 'action',
      label: words.reset,
      isDisabled: tableColumns.layout === null,
      act: () => tableColumns.reset(),
    },
  ];
}
