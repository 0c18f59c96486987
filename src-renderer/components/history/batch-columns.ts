import type { ListColumn } from '../../../src-main/contract/track-columns.ts';

/** What a line of the history shows of a batch. */
export const BATCH_COLUMNS = [
  { key: 'batch', width: 'minmax(0, 1fr)' },
  { key: 'actions', width: 'auto' },
] as const satisfies readonly ListColumn[];
