import type { SortKey } from '../../../src-main/contract/values.ts';

/** One column of the table. */
export interface Column {
  readonly key: SortKey;
  readonly title: string;
  readonly isNumeric: boolean;
}

/** The columns in order; their widths, and which ones a narrow window drops, are in TrackTable's styles. */
export const COLUMNS: readonly Column[] = [
  { key: 'title', title: 'Title', isNumeric: false },
  { key: 'artist', title: 'Artist', isNumeric: false },
  { key: 'currentGenre', title: 'Current genre', isNumeric: false },
  { key: 'predictedGenre', title: 'Predicted genre', isNumeric: false },
  { key: 'label', title: 'Your genre', isNumeric: false },
  { key: 'confidence', title: 'Confidence', isNumeric: false },
  { key: 'duration', title: 'Duration', isNumeric: true },
  { key: 'status', title: 'Status', isNumeric: false },
];
