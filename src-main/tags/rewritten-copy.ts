import type { BigIntStats } from 'node:fs';
import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { lstat, rm } from 'node:fs/promises';
import { AppError } from '../contract/app-error.ts';
import { fsPath } from '../files/fs-path.ts';
import { sha256OfHandle } from '../files/hash.ts';
import { createExclusive } from '../files/temporary-file.ts';
import { writeAll } from '../files/write-all.ts';
import type { ByteSource } from '../formats/byte-source.ts';
import type { Piece } from '../formats/pieces.ts';

/** A file beside the original that holds what the original shall hold. */
export interface RewrittenCopy {
  readonly path: string;
  readonly handle: FileHandle;
  /** Closes and deletes it. @returns whether nothing is left of it; else the journal must not forget it */
  discard(): Promise<boolean>;
  /** Closes it; it lies where it shall lie now. */
  release(): Promise<void>;
}

/**
 * Makes a new, empty copy.
 * @throws what the file system says, also where there is a file of that name, which is left alone
 */
export async function createCopy(path: string): Promise<RewrittenCopy> {
  const handle = await createExclusive(path);
  return {
    path,
    handle,
    async discard() {
      await handle.close().catch(() => undefined);
      return rm(fsPath(path), { force: true }).then(
        () => true,
        () => false,
      );
    },
    release: () => handle.close().catch(() => undefined),
  };
}

const BLOCK_BYTES = 1 << 20;

/**
 * Writes the pieces and computes both hashes while the original is read once.
 * @param pieces kept pieces follow one another as in the original
 * @returns SHA-256 of the original and of what was written
 */
export async function writePieces(
  source: ByteSource,
  pieces: readonly Piece[],
  copy: FileHandle,
): Promise<{ before: string; after: string }> {
  const [before, after] = [createHash('sha256'), createHash('sha256')];
  let [read, written] = [0, 0];
  const readTo = async (end: number, onBytes: (bytes: Uint8Array) => Promise<void> | void): Promise<void> => {
    while (read < end) {
      const bytes = await source.read(read, Math.min(BLOCK_BYTES, end - read));
      if (bytes.length === 0) throw new AppError('file-changed', 'The file became shorter while it was being read.');
      before.update(bytes);
      await onBytes(bytes);
      read += bytes.length;
    }
  };
  const write = async (bytes: Uint8Array): Promise<void> => {
    after.update(bytes);
    await writeAll(copy, bytes, written);
    written += bytes.length;
  };
  for (const piece of pieces) {
    if (piece.kind === 'bytes') await write(piece.bytes);
    else {
      await readTo(piece.start, () => undefined);
      await readTo(piece.end, write);
    }
  }
  await readTo(source.size, () => undefined);
  return { before: before.digest('hex'), after: after.digest('hex') };
}

/**
 * Right before the copy takes the original's place: its name leads to the file that was opened, and that file holds
 * what it shall hold.
 * @throws AppError tags-verification-failed
 */
export async function requireIntact({ path, handle }: RewrittenCopy, sha256: string): Promise<void> {
  const [byName, opened]: BigIntStats[] = [
    await lstat(fsPath(path), { bigint: true }),
    await handle.stat({ bigint: true }),
  ];
  if (byName?.dev !== opened?.dev || byName?.ino !== opened?.ino)
    throw new AppError('tags-verification-failed', 'Another file stands in the copy’s place.');
  if ((await sha256OfHandle(handle)) !== sha256)
    throw new AppError('tags-verification-failed', 'The copy reads back otherwise than it was written.');
}
