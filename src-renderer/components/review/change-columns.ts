import type { ListColumn } from '../../../src-main/contract/track-columns.ts';

/** What a line of the review shows of a file's change. */
export const CHANGE_COLUMNS = [
  { key: 'choice', width: '16px' },
  { key: 'play', width: '24px' },
  { key: 'track', width: 'minmax(0, 2.2fr)' },
  { key: 'before', width: 'minmax(0, 1.1fr)' },
  { key: 'arrow', width: '16px' },
  { key: 'after', width: 'minmax(0, 1.5fr)' },
  { key: 'confidence', width: '40px' },
] as const satisfies readonly ListColumn[];
