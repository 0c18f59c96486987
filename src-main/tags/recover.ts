import { rm } from 'node:fs/promises';
import type { FileState } from './batch-state.ts';
import { fileStates } from './batch-state.ts';
import { sha256Of } from './file-facts.ts';
import type { JournalEntry } from './journal.ts';
import { listBatchIds, openBatch, readBatch } from './journal.ts';
import { withJournalLock } from './journal-lock.ts';

/** What a crash had left and is now in order. */
export interface Recovery {
  /** Files whose write had happened. */
  readonly finished: number;
  /** Files whose write had not happened; they are as they were. */
  readonly rolledBack: number;
}

/**
 * Settles what a killed process left: every file is wholly old or wholly new already, so only the journal has to
 * learn which, and left-over copies have to go. @throws AppError busy while another process writes
 */
export async function recover(root: string): Promise<Recovery> {
  return withJournalLock(root, async () => {
    let finished = 0;
    let rolledBack = 0;
    for (const batchId of await listBatchIds(root)) {
      const open = fileStates(await readBatch(root, batchId)).filter(({ last }) => last === 'begun' || last === 'prepared' || last === 'undo-begun');
      if (open.length === 0) continue;
      const journal = await openBatch(root, batchId);
      for (const state of open) {
        const entry = await settle(state);
        if (state.temporary) await rm(state.temporary, { force: true }).catch(() => undefined);
        await journal.append(entry, true);
        if (entry.kind === 'abandoned') rolledBack += 1;
        else finished += 1;
      }
      await journal.close();
    }
    return { finished, rolledBack };
  });
}

async function settle({ file, last, prepared }: FileState): Promise<JournalEntry> {
  const current = prepared ? await sha256Of(prepared.path).catch(() => null) : null;
  if (last === 'undo-begun') return { kind: current === prepared?.before.sha256 ? 'undone' : 'written', file };
  if (prepared && current === prepared.afterSha256) return { kind: 'written', file };
  return { kind: 'abandoned', file, code: 'cancelled', message: 'The program ended before the file was replaced.' };
}
