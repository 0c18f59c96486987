import { open, readdir, readFile, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fromFileSystemError } from '../contract/app-error.ts';

/**
 * Keeps the bytes of a file that cannot be used beside it as `NAME.broken-1`, `-2` and so on, once for each distinct
 * content. No earlier copy is touched.
 * @returns the copy's path
 * @throws AppError disk-full, file-read-only and what else the file system says
 */
export async function copyAside(path: string, bytes: Uint8Array): Promise<string> {
  try {
    for (const copy of await copiesAside(path)) if (Buffer.compare(await readFile(copy), bytes) === 0) return copy;
    for (let number = 1; ; number++) {
      const copy = asideName(path, number);
      if (await writeNew(copy, bytes)) return copy;
    }
  } catch (error) {
    throw fromFileSystemError(error, 'file-read-only');
  }
}

/** The name of the copy with this number. */
export function asideName(path: string, number: number): string {
  return `${path}.broken-${number}`;
}

async function copiesAside(path: string): Promise<string[]> {
  const start = `${basename(path)}.broken-`;
  const names = await readdir(dirname(path));
  return names
    .filter((name) => name.startsWith(start) && /^\d+$/.test(name.slice(start.length)))
    .map((name) => join(dirname(path), name));
}

/** @returns false where a file of that name is there already */
async function writeNew(path: string, bytes: Uint8Array): Promise<boolean> {
  const file = await open(path, 'wx').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return null;
    throw error;
  });
  if (!file) return false;
  try {
    await file.writeFile(bytes);
    await file.sync();
  } catch (error) {
    // Half a copy would pass for one.
    await rm(path, { force: true }).catch(() => undefined);
    throw error;
  } finally {
    await file.close();
  }
  return true;
}
