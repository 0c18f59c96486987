import { AppError } from '../contract/app-error.ts';
import { makeFolder } from '../files/make-folder.ts';
import { recover } from '../tags/recover.ts';
import { texts } from '../texts/index.ts';
import { say } from './output.ts';

/**
 * Makes the journal's folder, repairs the batches of a process that was killed, and reports the repair.
 * @returns batches that cannot be read
 * @throws AppError folder-not-made
 */
export async function repairJournal(root: string): Promise<readonly string[]> {
  makeFolder(root);
  try {
    const { finished, rolledBack, unrepaired, unread } = await recover(root);
    const { recovery } = texts.notices;
    if (finished + rolledBack > 0) say(`${recovery.title}. ${recovery.repaired({ finished, rolledBack })}`);
    if (unrepaired > 0) say(recovery.unrepaired(unrepaired));
    if (unread.length > 0) say(recovery.unread({ batches: unread }));
    return unread;
  } catch (error) {
    // Another process holds the journal's lock and repairs it; commands that write need the same lock.
    if (!(error instanceof AppError && error.code === 'busy')) throw error;
    return [];
  }
}
