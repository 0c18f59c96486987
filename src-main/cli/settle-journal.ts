import { AppError } from '../contract/app-error.ts';
import { recover } from '../tags/recover.ts';
import { say } from './output.ts';

/** Repairs what a killed process left, and says so. */
export async function settleJournal(root: string): Promise<void> {
  try {
    const { finished, rolledBack } = await recover(root);
    if (finished + rolledBack > 0) {
      say(`The last run ended early: ${finished} files were wholly written, ${rolledBack} are as they were before.`);
    }
  } catch (error) {
    // The other process will do it; a command that writes is refused by the same lock.
    if (!(error instanceof AppError && error.code === 'busy')) throw error;
  }
}
