import { AppError, fromFileSystemError } from '../contract/app-error.ts';
import type { ErrorCode } from '../contract/error-codes.ts';
import { readAttributes } from '../files/attributes.ts';
import { sha256OfHandle } from '../files/hash.ts';
import { temporaryName } from '../files/temporary-file.ts';
import { openSource } from '../formats/byte-source.ts';
import { applyDelta } from './delta.ts';
import { readLiterals } from './delta-store.ts';
import { modifiedOf } from './file-facts.ts';
import { LeftForRepair, overwriteByCopy } from './in-place.ts';
import type { Journal } from './journal.ts';
import type { PreparedEntry } from './journal-schema.ts';
import type { OriginalFile } from './original-file.ts';
import { openOriginal, requireUnchanged } from './original-file.ts';
import type { Manner, Replacement } from './replace-file.ts';
import { moveOver, prepareCopy, WrittenButUnsure } from './replace-file.ts';
import type { RewrittenCopy } from './rewritten-copy.ts';
import { createCopy, requireIntact } from './rewritten-copy.ts';
import type { PlacedFile } from './where-files-lie.ts';

/** Reasons that trying again will not change. */
const FINAL: ReadonlySet<ErrorCode> = new Set(['file-changed', 'backup-missing', 'file-not-found']);

/** What an undo needs. */
export interface UndoFileContext {
  readonly journal: Journal;
  readonly syncFolder: (folder: string) => Promise<void>;
}

/**
 * Brings one file's original bytes back, if nobody changed it since.
 * @throws AppError file-changed, backup-missing and what the file system says; the file is then as it was
 */
export async function undoFile({ prepared, file, hasMoved }: PlacedFile, context: UndoFileContext): Promise<void> {
  const { journal } = context;
  if (!prepared) throw new AppError('backup-missing');
  const original = await openWritten(prepared, context);
  let copy: RewrittenCopy | null = null;
  let isCopyGone = true;
  try {
    const temporary = temporaryName(prepared.path);
    // Its bytes are known by now. A repair clears up beside this path.
    if (hasMoved) await journal.append({ kind: 'moved', file, path: prepared.path });
    await journal.append({ kind: 'undo-begun', file, temporary }, true);
    copy = await createCopy(temporary);
    isCopyGone = await putBack(await rebuild(prepared, original, copy, journal), prepared, context);
  } catch (error) {
    if (error instanceof LeftForRepair) {
      await copy?.release();
      throw error.failure;
    }
    if ((await copy?.discard()) ?? true) await tellFailure(error, file, journal);
    throw error instanceof WrittenButUnsure ? error.failure : fromFileSystemError(error, 'file-read-only');
  } finally {
    await original.handle.close();
  }
  // Only once nothing is left beside the file: else the next start clears up.
  if (isCopyGone) await journal.append({ kind: 'undone', file }).catch(() => undefined);
}

/** The file as it was written. @throws AppError file-changed and the like, which the journal remembers */
async function openWritten(
  { path, afterSha256, file }: PreparedEntry,
  { journal }: UndoFileContext,
): Promise<OriginalFile> {
  let original: OriginalFile | null = null;
  try {
    original = await openOriginal(path);
    if ((await sha256OfHandle(original.handle)) !== afterSha256) throw new AppError('file-changed');
    return original;
  } catch (error) {
    await original?.handle.close();
    await tellFailure(error, file, journal);
    throw fromFileSystemError(error, 'file-read-only');
  }
}

/** The file stands as it was written; or, where only its lasting is unsure, as it was before. */
async function tellFailure(error: unknown, file: number, journal: Journal): Promise<void> {
  const kind = error instanceof WrittenButUnsure ? 'undone' : 'written';
  await journal.append({ kind, file }).catch(() => undefined);
  if (FINAL.has(fromFileSystemError(error, 'file-read-only').code))
    await journal.append({ kind: 'undo-refused', file }).catch(() => undefined);
}

/** @returns whether nothing is left beside the file */
async function putBack(
  { replacement, manner }: { replacement: Replacement; manner: Manner },
  prepared: PreparedEntry,
  { journal, syncFolder }: UndoFileContext,
): Promise<boolean> {
  if (manner === 'overwrite') return overwrite(prepared, replacement, journal);
  await moveOver(replacement, syncFolder);
  return true;
}

/** The original's bytes in the copy, which is all else that the file is now, with the original's time. */
async function rebuild(
  prepared: PreparedEntry,
  original: OriginalFile,
  copy: RewrittenCopy,
  journal: Journal,
): Promise<{ replacement: Replacement; manner: Manner }> {
  const literals = await readLiterals(prepared, journal);
  await applyDelta(await openSource(original.handle), { steps: prepared.steps, literals }, copy.handle);
  if ((await sha256OfHandle(copy.handle)) !== prepared.before.sha256)
    throw new AppError('backup-missing', 'The original bytes could not be rebuilt exactly.');
  const attributes = await readAttributes(original.handle);
  const sha256 = { after: prepared.before.sha256, before: prepared.afterSha256 };
  const replacement = {
    original,
    copy,
    sha256,
    attributes,
    modified: modifiedOf(prepared.before),
    mayLoseAttributes: false,
  };
  return { replacement, manner: await prepareCopy(replacement) };
}

async function overwrite(
  { file, before }: PreparedEntry,
  { original, copy, sha256, attributes }: Replacement,
  journal: Journal,
): Promise<boolean> {
  await requireIntact(copy, sha256.after);
  await requireUnchanged(original);
  await journal.append({ kind: 'undo-overwriting', file }, true);
  await overwriteByCopy(original.path, copy.handle, sha256.after, {
    ...attributes,
    modified: modifiedOf(before),
  }).catch((error: unknown) => {
    throw new LeftForRepair(error);
  });
  return copy.discard();
}
