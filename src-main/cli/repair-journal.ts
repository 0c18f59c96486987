import { AppError } from '../contract/app-error.ts';
import { makeFolder } from '../files/make-folder.ts';
import { recover } from '../tags/recover.ts';
import { unreadText, unrepairedText } from '../tags/recovery-texts.ts';
import { say } from './output.ts';

/** Makes the journal's folder, repairs what a killed process left, and says so. @returns batches that cannot be read @throws AppError folder-not-made */
export async function repairJournal(root: string): Promise<readonly string[]> {
  makeFolder(root);
  try {
    const { finished, rolledBack, unrepaired, unread } = await recover(root);
    if (finished + rolledBack > 0) {
      say(`The last run ended early: ${finished} files were wholly written, ${rolledBack} are as they were before.`);
    }
    if (unrepaired > 0) say(unrepairedText(unrepaired));
    if (unread.length > 0) say(unreadText(unread));
    return unread;
  } catch (error) {
    // The other process will do it; a command that writes is refused by the same lock.
    if (!(error instanceof AppError && error.code === 'busy')) throw error;
    return [];
  }
}
