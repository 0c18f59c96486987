import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { acquireLock } from '../pipeline/process-lock.ts';

/**
 * Runs `work` while no other process writes tags or repairs the journal. The lock of a process that died does not count.
 * @throws AppError busy
 */
export async function withJournalLock<T>(root: string, work: () => Promise<T>): Promise<T> {
  await mkdir(root, { recursive: true });
  const release = await acquireLock(join(root, 'lock'), 'is writing tags');
  try {
    return await work();
  } finally {
    await release();
  }
}
