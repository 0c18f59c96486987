import type { LeftOutReason } from './values.ts';

/** The reasons in words. */
export const LEFT_OUT_TEXTS: Readonly<Record<LeftOutReason, string>> = {
  'not-music': 'it belongs to the system or to another program',
  'same-file': 'it is another name of a file that is there already (hard link)',
};
