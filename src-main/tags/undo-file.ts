import { open, readFile, rm, stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { inflate } from 'node:zlib';
import { AppError, fromFileSystemError, toErrorData } from '../contract/app-error.ts';
import type { ErrorCode } from '../contract/error-codes.ts';
import type { FileState } from './batch-state.ts';
import { applyDelta } from './delta.ts';
import { replaceFile, sha256Of, temporaryName } from './file-facts.ts';
import { openSource } from './formats/segments.ts';
import type { Journal, PreparedEntry } from './journal.ts';

/** Reasons that trying again will not change. */
const FINAL: ReadonlySet<ErrorCode> = new Set(['file-changed', 'backup-missing', 'file-not-found']);

/**
 * Brings one file's original bytes back, if nobody changed it since.
 * @throws AppError file-changed, backup-missing and what the file system says; the file is then as it was
 */
export async function undoFile(state: FileState, journal: Journal): Promise<void> {
  const { prepared, file } = state;
  if (!prepared) throw new AppError('backup-missing');
  const temporary = temporaryName(prepared.path, journal.batchId);
  try {
    const { mode } = await stat(prepared.path);
    if ((mode & 0o200) === 0) throw new AppError('file-read-only');
    if ((await sha256Of(prepared.path)) !== prepared.afterSha256) throw new AppError('file-changed');
    await journal.append({ kind: 'undo-begun', file, temporary }, true);
    await rebuild(prepared, temporary, journal.deltaFile(file));
    await replaceFile(temporary, prepared.path, prepared.before, true);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    await journal.append({ kind: 'written', file }).catch(() => undefined);
    if (FINAL.has(toErrorData(error).code)) await journal.append({ kind: 'undo-refused', file }).catch(() => undefined);
    throw fromFileSystemError(error, 'file-read-only');
  }
  await journal.append({ kind: 'undone', file }, true).catch(() => undefined);
}

async function rebuild(prepared: PreparedEntry, temporary: string, deltaFile: string): Promise<void> {
  const literals = await readFile(deltaFile).then((bytes) => promisify(inflate)(bytes)).catch((cause: unknown) => {
    throw new AppError('backup-missing', 'The journal’s copy of the original bytes cannot be read.', { cause });
  });
  const current = await open(prepared.path, 'r');
  const target = await open(temporary, 'wx');
  try {
    await applyDelta(await openSource(current), { steps: prepared.steps, literals }, target);
    await target.sync();
  } finally {
    await current.close();
    await target.close();
  }
  if ((await sha256Of(temporary)) !== prepared.before.sha256) throw new AppError('backup-missing', 'The original bytes could not be rebuilt exactly.');
}
