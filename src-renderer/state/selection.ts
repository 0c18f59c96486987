import type { TrackId } from '../../src-main/contract/track.ts';

/** Which rows are selected, and from where the keyboard goes on. Indices count in the shown order; -1 is none. */
export interface Selection {
  readonly ids: ReadonlySet<TrackId>;
  readonly focus: number;
  /** Where a range selected with Shift starts. */
  readonly anchor: number;
}

export const NOTHING_SELECTED: Selection = { ids: new Set(), focus: -1, anchor: -1 };

/** How a click or a key changes the selection: alone, with Ctrl or Cmd, with Shift; `focus` moves the focus alone. */
export type SelectionGesture = 'only' | 'toggle' | 'range' | 'focus';

/** The selection after a gesture on the row at `index`. */
export function select(selection: Selection, shown: Int32Array, index: number, gesture: SelectionGesture): Selection {
  const id = shown[index];
  if (id === undefined) return selection;
  if (gesture === 'focus') return { ...selection, focus: index };
  if (gesture === 'range' && selection.anchor >= 0) {
    return { ids: idsBetween(shown, selection.anchor, index), focus: index, anchor: selection.anchor };
  }
  if (gesture === 'toggle') return { ids: withToggled(selection.ids, id), focus: index, anchor: index };
  return { ids: new Set([id]), focus: index, anchor: index };
}

/** Every shown row; the focus stays where it is. */
export function selectAll(selection: Selection, shown: Int32Array): Selection {
  const start = shown.length === 0 ? -1 : 0;
  return { ids: new Set(shown), focus: Math.max(selection.focus, start), anchor: start };
}

/** These rows, as far as they are shown; the focus stays where it is. */
export function selectThese(selection: Selection, shown: Int32Array, wanted: Int32Array): Selection {
  const known = new Set(wanted);
  return { ...selection, ids: new Set(shown.filter((id) => known.has(id))) };
}

/** As {@link selectThese}; the focus goes to the first of them unless it is on one already. */
export function selectAndFocus(selection: Selection, shown: Int32Array, wanted: Int32Array): Selection {
  const { ids, focus } = selectThese(selection, shown, wanted);
  const isFocused = ids.has(shown[focus] ?? -1);
  const first = isFocused ? focus : shown.findIndex((id) => ids.has(id));
  return { ids, focus: first < 0 ? focus : first, anchor: first };
}

/** Whether all wanted tracks are among the shown ones. */
export function areShown(shown: Int32Array, wanted: Int32Array): boolean {
  const known = new Set(shown);
  return wanted.every((id) => known.has(id));
}

/** No row; the focus stays where it is. */
export function selectNone(selection: Selection): Selection {
  return { ids: new Set(), focus: selection.focus, anchor: selection.focus };
}

/** The same rows in a new order: those that are not shown any more drop out. */
export function carryOver(selection: Selection, before: Int32Array, after: Int32Array): Selection {
  const place = (index: number): number => {
    const id = before[index];
    return id === undefined ? -1 : after.indexOf(id);
  };
  const ids = selection.ids.size === 0 ? selection.ids : new Set(after.filter((id) => selection.ids.has(id)));
  const focus = place(selection.focus);
  const anchor = place(selection.anchor);
  return { ids, focus, anchor: anchor < 0 ? focus : anchor };
}

function idsBetween(shown: Int32Array, a: number, b: number): Set<TrackId> {
  return new Set(shown.subarray(Math.min(a, b), Math.max(a, b) + 1));
}

function withToggled(ids: ReadonlySet<TrackId>, id: TrackId): Set<TrackId> {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return next;
}
