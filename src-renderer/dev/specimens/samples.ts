import type { FileFailure, TagProgress, TagResult } from '../../../src-main/contract/tags.ts';

/** Files that an operation left as they were. */
export const FAILURES: readonly FileFailure[] = [
  { fileName: 'Track 1.mp3', folder: 'Music/Ono', error: { code: 'file-locked', message: 'Resource busy' } },
  { fileName: 'Track 2.flac', folder: 'Music/Ono', error: { code: 'file-changed', message: 'Newer than the backup' } },
];

/** Writing that is under way. */
export const APPLYING: TagProgress = { kind: 'apply', done: 340, total: 1200, failed: 0, etaSeconds: 130 };

/** Writing that went as it should. */
export const CLEAN: TagResult = { batchId: 'batch-1', written: 1200, cancelled: false, failures: [], notes: [] };

/** Writing that left a file as it was, and has something to say of another. */
export const NOTED: TagResult = {
  ...CLEAN,
  failures: FAILURES.slice(0, 1),
  notes: [{ fileName: 'Track 3.mp3', note: 'text-not-copied' }],
};
