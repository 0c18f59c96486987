import { harmless } from '../../../src-main/contract/harmless-cell.ts';
import type { TrackColumn, TrackColumnKey } from '../../../src-main/contract/track-columns.ts';
import type { TrackRow } from '../../../src-main/contract/track.ts';
import { cellText } from './cell-text.ts';

/** Rows as spreadsheets take them from the clipboard: a header, tabs between cells, no cell that is run as a formula. */
export function copiedText(rows: readonly TrackRow[], columns: readonly TrackColumn<TrackColumnKey>[]): string {
  const header = columns.map(({ title }) => title);
  const lines = [header, ...rows.map((row) => columns.map((column) => cellText(row, column)))];
  return lines.map((cells) => `${cells.map(copiedCell).join('\t')}\n`).join('');
}

/** Tabs and line breaks would begin another cell. */
function copiedCell(text: string): string {
  return harmless(text.replace(/[\t\r\n\u2028\u2029\v\f]+/g, ' '));
}
