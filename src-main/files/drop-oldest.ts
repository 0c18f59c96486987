import { rm } from 'node:fs/promises';
import { fsPath } from './fs-path.ts';

/** A file of a cache: its path, bytes, and when it was last wanted, in milliseconds. */
export interface KeptFile {
  readonly file: string;
  readonly size: number;
  readonly time: number;
}

/**
 * Removes the files of a cache that were not wanted for longest, until the rest fits.
 * @returns how many bytes stay
 * @throws what the file system says where one cannot be removed
 */
export async function dropOldest(kept: readonly KeptFile[], limitBytes: number): Promise<number> {
  let total = kept.reduce((sum, { size }) => sum + size, 0);
  for (const { file, size } of kept.toSorted((a, b) => a.time - b.time)) {
    if (total <= limitBytes) break;
    await rm(fsPath(file), { force: true });
    total -= size;
  }
  return total;
}
