import { join } from 'node:path';
import { makeFolder } from '../files/make-folder.ts';
import { acquireLock } from '../pipeline/process-lock.ts';

/** Refuses at once what would be refused only after long work. @throws AppError busy where another process writes tags */
export function requireNoWriter(root: string): Promise<void> {
  return withJournalLock(root, () => Promise.resolve());
}

/**
 * Runs `work` while no other process writes tags or repairs the journal. The lock of a process that died does not
 * count.
 * @throws AppError busy
 */
export async function withJournalLock<T>(root: string, work: () => Promise<T>): Promise<T> {
  makeFolder(root);
  const release = acquireLock(join(root, 'lock.db'), 'is writing tags');
  try {
    return await work();
  } finally {
    release();
  }
}
