import type { ListColumn } from '../../../src-main/contract/track-columns.ts';

/** The columns of a row as CSS grid tracks, for `grid-template-columns`. */
export function gridTemplate(columns: readonly ListColumn[]): string {
  return columns.map(({ width }) => width).join(' ');
}
