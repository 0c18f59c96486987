import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { AppError, fromFileSystemError } from '../contract/app-error.ts';
import type { FileAttributes } from '../files/attributes.ts';
import { setTimes } from '../files/attributes.ts';
import { fsPath } from '../files/fs-path.ts';
import { sha256OfHandle } from '../files/hash.ts';
import { writeAll } from '../files/write-all.ts';
import { openSource } from '../formats/byte-source.ts';
import type { Delta } from './delta-steps.ts';
import { applyDelta } from './delta.ts';

const BLOCK_BYTES = 1 << 20;

/** The times that an overwritten file shall have; null: the time of writing. */
export type OverwrittenTimes = Pick<FileAttributes, 'accessed' | 'modified'> | null;

/**
 * Overwrites a file's bytes by those of its copy: all its names see them. If it stops half-way, it can be done again
 * while the copy is there.
 * @returns whether the file has the wanted times: only its owner may set them
 * @throws what the file system says, tags-verification-failed
 */
export function overwriteByCopy(
  path: string,
  copy: FileHandle,
  sha256: string,
  times: OverwrittenTimes,
): Promise<boolean> {
  return overwrite(path, sha256, times, async (target) => {
    const source = await openSource(copy);
    for (let position = 0; position < source.size; position += BLOCK_BYTES) {
      await writeAll(target, await source.read(position, Math.min(BLOCK_BYTES, source.size - position)), position);
    }
    await target.truncate(source.size);
  });
}

/**
 * Brings a file's old bytes back from its rewritten copy and the delta.
 * @returns and throws as {@link overwriteByCopy}
 */
export function overwriteByDelta(
  path: string,
  copy: FileHandle,
  delta: Delta,
  sha256: string,
  times: OverwrittenTimes,
): Promise<boolean> {
  return overwrite(path, sha256, times, async (target) => applyDelta(await openSource(copy), delta, target));
}

async function overwrite(
  path: string,
  sha256: string,
  times: OverwrittenTimes,
  write: (target: FileHandle) => Promise<void>,
): Promise<boolean> {
  const target = await open(fsPath(path), 'r+');
  try {
    await write(target);
    await target.sync();
    if ((await sha256OfHandle(target)) !== sha256)
      throw new AppError('tags-verification-failed', 'The file reads back otherwise than it was written.');
    if (!times) return true;
    await setTimes(target, times.accessed, times.modified);
    return BigInt.asIntN(64, (await target.stat({ bigint: true })).mtimeNs) / 1000n === times.modified / 1000n;
  } finally {
    await target.close();
  }
}

/** A file is half overwritten; its copy and the journal stay, and the next start repairs it. */
export class LeftForRepair extends Error {
  readonly failure: AppError;

  constructor(cause: unknown) {
    const { message } = fromFileSystemError(cause, 'file-read-only');
    super(message, { cause });
    this.failure = new AppError('repair-pending', message, { cause });
  }
}
