import { leastWidth, usualWidth, type ColumnLayout } from '../../state/column-layout.ts';
import {
  COMPACT_TABLE_WIDTH,
  TRACK_COLUMNS,
  type TrackColumn,
  type TrackColumnKey,
} from '../../../src-main/contract/track-columns.ts';

/** A column that the table shows. */
export interface ShownColumn extends TrackColumn<TrackColumnKey> {
  /** Its number among the columns that there can be, from 1: `aria-colindex`. */
  readonly number: number;
  /** Whether there is room for less than usual in its cells. */
  readonly isCompact: boolean;
}

/**
 * The columns that a table has room for.
 * @param tableWidth in pixels
 * @param isLabelling whether the user labels tracks: the labels are shown then
 */
export function shownColumns(tableWidth: number, isLabelling: boolean): readonly ShownColumn[] {
  const isCompact = tableWidth < COMPACT_TABLE_WIDTH;
  return TRACK_COLUMNS.map((column: TrackColumn<TrackColumnKey>, index) => ({
    ...column,
    number: index + 1,
    isCompact: isCompact && column.compactWidth !== undefined,
    width: (isCompact && column.compactWidth) || column.width,
  })).filter((column) => {
    const least = leastTableWidth(column, isLabelling);
    return least !== null && tableWidth >= least;
  });
}

function leastTableWidth(column: TrackColumn, isLabelling: boolean): number | null {
  const { leastTableWidthLabelling } = column;
  return isLabelling && leastTableWidthLabelling !== undefined ? leastTableWidthLabelling : column.leastTableWidth;
}

/**
 * The columns as the user laid them out; the last one takes what is left of the table's width. While the user labels
 * tracks, the labels are among them.
 */
export function laidOutColumns(layout: ColumnLayout, isLabelling: boolean): readonly ShownColumn[] {
  const shown = isLabelling ? withLabels(layout) : layout;
  return shown.flatMap(({ key, width }, index) => {
    const column: TrackColumn<TrackColumnKey> | undefined = TRACK_COLUMNS.find((each) => each.key === key);
    if (!column) return [];
    return {
      ...column,
      number: index + 1,
      isCompact: column.compactWidth !== undefined && width < leastWidth(key),
      width: index === shown.length - 1 ? `minmax(${width}px, 1fr)` : `${width}px`,
    };
  });
}

function withLabels(layout: ColumnLayout): ColumnLayout {
  if (layout.some(({ key }) => key === 'label')) return layout;
  const predicted = layout.findIndex(({ key }) => key === 'predictedGenre');
  return layout.toSpliced(predicted < 0 ? layout.length : predicted + 1, 0, {
    key: 'label',
    width: usualWidth('label'),
  });
}

/** Pixels that laid out columns need. @param gap between two @param padding at both ends together */
export function laidOutWidth(columns: readonly ShownColumn[], gap: number, padding: number): number {
  const widths = columns.map(({ width }) => Number(/(\d+)px/.exec(width)?.[1] ?? 0));
  return widths.reduce((sum, width) => sum + width, 0) + Math.max(0, columns.length - 1) * gap + padding;
}
