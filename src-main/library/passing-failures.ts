import type { ErrorCode } from '../contract/error-codes.ts';

/** Failures whose cause may be gone although the file is the same. */
const PASSING_FAILURES: readonly ErrorCode[] = [
  'decoder-missing',
  'provider-unavailable',
  'decode-timeout',
  'worker-crashed',
  'file-unreadable',
  'file-not-found',
  'file-locked',
  'unexpected',
];

/** The same as a list in SQL, without its brackets. */
export const PASSING_FAILURES_SQL = PASSING_FAILURES.map((code) => `'${code}'`).join(', ');
