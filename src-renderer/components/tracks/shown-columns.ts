import {
  COMPACT_TABLE_WIDTH,
  TRACK_COLUMNS,
  type TrackColumn,
  type TrackColumnKey,
} from '../../../src-main/contract/track-columns.ts';

/** A column that the table shows. */
export interface ShownColumn extends TrackColumn<TrackColumnKey> {
  /** Its number among all columns, from 1: `aria-colindex`. */
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
