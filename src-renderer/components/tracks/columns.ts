import type { SortKey } from '../../../src-main/contract/values.ts';
import { texts } from '../../../src-main/texts/index.ts';

/** One column of the table. */
export interface Column {
  readonly key: SortKey;
  readonly title: string;
  readonly isNumeric: boolean;
}

/** The columns in order; their widths, and which ones a narrow window drops, are in TrackTable's styles. */
export const COLUMNS: readonly Column[] = [
  { key: 'title', title: texts.library.columns.title, isNumeric: false },
  { key: 'artist', title: texts.library.columns.artist, isNumeric: false },
  { key: 'currentGenre', title: texts.library.columns.currentGenre, isNumeric: false },
  { key: 'predictedGenre', title: texts.library.columns.predictedGenre, isNumeric: false },
  { key: 'label', title: texts.library.columns.label, isNumeric: false },
  { key: 'confidence', title: texts.library.columns.confidence, isNumeric: false },
  { key: 'duration', title: texts.library.columns.duration, isNumeric: true },
  { key: 'status', title: texts.library.columns.status, isNumeric: false },
];
