import { rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AppError, fromFileSystemError } from '../contract/app-error.ts';
import type { FileAttributes } from '../files/attributes.ts';
import { giveAttributes } from '../files/attributes.ts';
import { fsPath } from '../files/fs-path.ts';
import type { OriginalFile } from './original-file.ts';
import { requireUnchanged } from './original-file.ts';
import type { RewrittenCopy } from './rewritten-copy.ts';
import { requireIntact } from './rewritten-copy.ts';

/** How a copy takes an original's place. */
export interface Replacement {
  readonly original: OriginalFile;
  readonly copy: RewrittenCopy;
  /** SHA-256 of the copy and of the original. */
  readonly sha256: { readonly after: string; readonly before: string };
  readonly attributes: FileAttributes;
  /** The time that the file shall have; null: the time of writing. */
  readonly modified: bigint | null;
  /** Whether extended attributes may be lost where they cannot be kept. */
  readonly mayLoseAttributes: boolean;
}

/**
 * How a copy takes an original's place: by a rename, or by overwriting the original, which has several names or another
 * owner.
 */
export type Manner = 'rename' | 'overwrite';

/** Gives the copy all that the original is beside its bytes, and makes it last. @throws AppError attributes-lost */
export async function prepareCopy({
  original,
  copy,
  attributes,
  modified,
  mayLoseAttributes,
}: Replacement): Promise<Manner> {
  const lost = await giveAttributes(copy.handle, attributes, modified);
  // What is overwritten keeps all that it is; only the times are set anew.
  const manner = original.looked.nlink > 1n || lost.owner ? 'overwrite' : 'rename';
  if (manner === 'rename' && lost.others.length > 0 && !mayLoseAttributes)
    throw new AppError('attributes-lost', `These cannot be kept: ${lost.others.join(', ')}.`);
  await copy.handle.sync();
  return manner;
}

/**
 * Moves the copy over the original after a last check of both.
 * @param syncFolder makes the folder's change last
 * @throws AppError file-changed; the original is then as it is
 */
export async function moveOver(
  { original, copy, sha256 }: Replacement,
  syncFolder: (folder: string) => Promise<void>,
): Promise<void> {
  await requireIntact(copy, sha256.after);
  // Windows moves nothing over a file that is open.
  await Promise.all([original.handle.close(), copy.release()]);
  await requireUnchanged(original);
  await rename(fsPath(copy.path), fsPath(original.path));
  await syncFolder(dirname(original.path)).catch((error: unknown) => {
    throw new WrittenButUnsure(error);
  });
}

/** The file is replaced, but the disk did not say that it will last. */
export class WrittenButUnsure extends Error {
  readonly failure: AppError;

  constructor(cause: unknown) {
    const { message } = fromFileSystemError(cause);
    super(message, { cause });
    this.failure = new AppError('written-unsure', message, { cause });
  }
}
