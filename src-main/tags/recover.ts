import type { FileHandle } from 'node:fs/promises';
import { lstat, open, rm, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { toErrorData } from '../contract/app-error.ts';
import type { Recovery } from '../contract/tags.ts';
import { readAttributes } from '../files/attributes.ts';
import { fsPath } from '../files/fs-path.ts';
import { sha256OfFile, sha256OfHandle } from '../files/hash.ts';
import { isTemporaryName } from '../files/temporary-file.ts';
import { openSource } from '../formats/byte-source.ts';
import type { FileState } from './batch-state.ts';
import { readBatchState } from './batch-state.ts';
import { modifiedOf } from './file-facts.ts';
import { isHalfOverwritten } from './half-overwritten.ts';
import { overwriteByCopy } from './in-place.ts';
import { listBatchIds, openBatch } from './journal.ts';
import type { JournalEntry, PreparedEntry } from './journal-schema.ts';
import { withJournalLock } from './journal-lock.ts';

const OPEN: ReadonlySet<FileState['last']> = new Set([
  'begun',
  'prepared',
  'overwriting',
  'undo-begun',
  'undo-overwriting',
]);

/**
 * Repairs what a killed process left. Every file is wholly old or wholly new already, so only the journal has to learn
 * which, and left-over copies have to go; a file with several names that was half overwritten is overwritten again.
 * @throws AppError busy while another process writes
 */
export async function recover(root: string): Promise<Recovery> {
  return withJournalLock(root, async () => {
    const counts = { finished: 0, rolledBack: 0, unrepaired: 0 };
    const unread: string[] = [];
    for (const batchId of await listBatchIds(root)) {
      const batch = await readBatchState(root, batchId).catch(() => null);
      if (!batch) {
        unread.push(batchId);
        continue;
      }
      const open = batch.files.filter(({ last }) => OPEN.has(last));
      if (open.length > 0) await repairAll(root, batchId, open, counts);
    }
    return { ...counts, unread };
  });
}

async function repairAll(
  root: string,
  batchId: string,
  open: readonly FileState[],
  counts: { finished: number; rolledBack: number; unrepaired: number },
): Promise<void> {
  const journal = await openBatch(root, batchId);
  try {
    for (const state of open) {
      const entry = await repair(state).catch(() => null);
      // On a full disk the journal cannot learn it: what was done stays right, and is found so at the next start.
      const isTold =
        entry !== null &&
        (await journal.append(entry, true).then(
          () => true,
          () => false,
        ));
      counts[!isTold ? 'unrepaired' : entry.kind === 'abandoned' ? 'rolledBack' : 'finished'] += 1;
    }
  } finally {
    await journal.close();
  }
}

/** @returns the file's last line; null where nothing can be said now */
async function repair(state: FileState): Promise<JournalEntry | null> {
  const { file, last, prepared } = state;
  if (!(await stat(fsPath(dirname(state.path))).catch(() => null))?.isDirectory()) return null;
  if (last === 'overwriting' || last === 'undo-overwriting') await overwriteAgain(state);
  const current = prepared ? await currentHash(prepared.path) : null;
  await removeCopy(state);
  if (last === 'undo-begun' || last === 'undo-overwriting')
    return { kind: current === prepared?.before.sha256 ? 'undone' : 'written', file };
  if (prepared && current === prepared.afterSha256) return { kind: 'written', file };
  return { kind: 'abandoned', file, code: 'cancelled', message: 'The program ended before the file was replaced.' };
}

/** Null where the file is gone. @throws where it is there and cannot be read */
async function currentHash(path: string): Promise<string | null> {
  return sha256OfFile(path).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  });
}

/** While the copy is whole, the file can be given its bytes again, however far the overwriting had come. */
async function overwriteAgain({ last, prepared, temporary }: FileState): Promise<void> {
  if (!prepared || temporary === null) return;
  const wanted = last === 'overwriting' ? prepared.afterSha256 : prepared.before.sha256;
  if ((await lstat(fsPath(prepared.path)).catch(() => null)) === null) return;
  const copy = await open(fsPath(temporary), 'r').catch((error: unknown) => {
    if (toErrorData(error).message.includes('ENOENT')) return null;
    throw error;
  });
  if (!copy) return;
  try {
    if ((await sha256OfHandle(copy)) !== wanted || !(await isOurs(prepared, copy, last === 'undo-overwriting'))) return;
    // The copy was given the times that the file shall have.
    const times = await readAttributes(copy);
    const modified = last === 'overwriting' ? times.modified : modifiedOf(prepared.before);
    await overwriteByCopy(prepared.path, copy, wanted, { accessed: times.accessed, modified });
  } finally {
    await copy.close();
  }
}

/** Whether the file is what our overwriting left, and nobody wrote another one since. */
async function isOurs({ path, steps }: PreparedEntry, copy: FileHandle, isUndo: boolean): Promise<boolean> {
  const file = await open(fsPath(path), 'r');
  try {
    return await isHalfOverwritten(await openSource(file), await openSource(copy), steps, isUndo);
  } finally {
    await file.close();
  }
}

/** Only what has a name of ours, lies beside the file and is an ordinary file is deleted. */
async function removeCopy({ path, temporary }: FileState): Promise<void> {
  if (temporary === null || dirname(temporary) !== dirname(path)) return;
  const isOurs = isTemporaryName(temporary) || /^\..*\.genrescope$/s.test(basename(temporary));
  if (isOurs && (await lstat(fsPath(temporary)).catch(() => null))?.isFile()) await rm(fsPath(temporary));
}
