import type { TrackColumn, TrackColumnKey } from '../../src-main/contract/track-columns.ts';
import { TRACK_COLUMNS } from '../../src-main/contract/track-columns.ts';

/** A column where the user put it, as wide as the user made it. */
interface LaidOutColumn {
  readonly key: TrackColumnKey;
  /** In CSS pixels. */
  readonly width: number;
}

/** The columns that the user wants, from left to right. */
export type ColumnLayout = readonly LaidOutColumn[];

/** Narrowest and widest column, in CSS pixels. */
export const COLUMN_WIDTHS = { min: 40, max: 1_200 } as const;
/** A column that is shown for the first time is so much wider than the narrowest of a table that adapts. */
const USUAL_TO_LEAST = 1.5;

/** Whether what was stored, maybe by another version, is a layout. */
export function isColumnLayout(stored: unknown): stored is ColumnLayout {
  if (!Array.isArray(stored) || stored.length === 0) return false;
  const columns = stored as readonly unknown[];
  const keys = columns.map((column) => (isLaidOut(column) ? column.key : null));
  return !keys.includes(null) && new Set(keys).size === keys.length;
}

function isLaidOut(column: unknown): column is LaidOutColumn {
  if (typeof column !== 'object' || column === null || !('key' in column) || !('width' in column)) return false;
  const { key, width } = column;
  const isWidth = typeof width === 'number' && width >= COLUMN_WIDTHS.min && width <= COLUMN_WIDTHS.max;
  return isWidth && TRACK_COLUMNS.some((known) => known.key === key);
}

/** Without a column that is shown, unless it is the last; with one that is not, at the place that it has by default. */
export function withToggled(layout: ColumnLayout, key: TrackColumnKey): ColumnLayout {
  const left = layout.filter((column) => column.key !== key);
  if (left.length < layout.length) return left.length > 0 ? left : layout;
  const place = placeOf(key);
  const next = layout.findIndex((column) => placeOf(column.key) > place);
  return layout.toSpliced(next < 0 ? layout.length : next, 0, { key, width: usualWidth(key) });
}

/** With a column of another width, within {@link COLUMN_WIDTHS}. */
export function withWidth(layout: ColumnLayout, key: TrackColumnKey, width: number): ColumnLayout {
  const allowed = Math.round(Math.min(COLUMN_WIDTHS.max, Math.max(COLUMN_WIDTHS.min, width)));
  return layout.map((column) => (column.key === key ? { key, width: allowed } : column));
}

/** With a column at another place, counted from 0 in the layout as it is then. */
export function withMoved(layout: ColumnLayout, key: TrackColumnKey, to: number): ColumnLayout {
  const moved = layout.find((column) => column.key === key);
  if (!moved) return layout;
  const others = layout.filter((column) => column !== moved);
  return others.toSpliced(Math.min(others.length, Math.max(0, to)), 0, moved);
}

/** How wide a column is when it is shown for the first time, in CSS pixels. */
export function usualWidth(key: TrackColumnKey): number {
  return Math.max(COLUMN_WIDTHS.min, Math.round(leastWidth(key) * USUAL_TO_LEAST));
}

/** The least pixels of a column in a table that adapts. */
export function leastWidth(key: TrackColumnKey): number {
  const column: TrackColumn | undefined = TRACK_COLUMNS.find((each) => each.key === key);
  return Number(/(\d+)px/.exec(column?.width ?? '')?.[1] ?? COLUMN_WIDTHS.min);
}

function placeOf(key: TrackColumnKey): number {
  return TRACK_COLUMNS.findIndex((column) => column.key === key);
}
