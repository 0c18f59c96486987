import type { ListColumn } from '../../../src-main/contract/track-columns.ts';

/** What a line of the history shows of a batch. */
export const BATCH_COLUMNS = [
  { key: 'batch', width: 'minmax(0, 1fr)' },
  { key: 'actions', width: 'auto' },
] as const satisfies readonly ListColumn[];

/** What a line of a batch shows of a file. */
export const BATCH_FILE_COLUMNS = [
  { key: 'choice', width: '16px' },
  { key: 'play', width: '28px' },
  { key: 'file', width: 'minmax(0, 1fr)' },
  { key: 'genres', width: 'minmax(0, 1fr)' },
  { key: 'state', width: '6rem' },
] as const satisfies readonly ListColumn[];
