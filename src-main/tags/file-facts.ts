import { createHash } from 'node:crypto';
import type { BigIntStats } from 'node:fs';
import { createReadStream } from 'node:fs';
import { chmod, chown, open, rename, stat, utimes } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fromFileSystemError } from '../contract/app-error.ts';

/** What a file was like, for putting it back. Times in milliseconds. */
export interface FileFacts {
  readonly sha256: string;
  readonly size: number;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly modifiedMilliseconds: number;
}

/** SHA-256 of a file's bytes, in hex. */
export async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/** Reads everything that must be put back. @throws AppError */
export async function readFacts(path: string): Promise<FileFacts> {
  try {
    const stats = await stat(path);
    return {
      sha256: await sha256Of(path), size: stats.size, mode: stats.mode & 0o7777, uid: stats.uid, gid: stats.gid, modifiedMilliseconds: stats.mtimeMs,
    };
  } catch (error) {
    throw fromFileSystemError(error);
  }
}

/** Identity, size and times: cheap to compare with a later look. */
export function isSameFile(a: BigIntStats, b: BigIntStats): boolean {
  return a.dev === b.dev && a.ino === b.ino && a.size === b.size && a.mtimeNs === b.mtimeNs;
}

/** A name for the rewritten copy: hidden, in the same folder and so on the same file system. */
export function temporaryName(path: string, batchId: string): string {
  return join(dirname(path), `.${basename(path).slice(0, 100)}.${batchId}.genrescope`);
}

/** Gives `temporary` the old file's mode, owner and (if asked) time, makes it durable and moves it over `path`. */
export async function replaceFile(temporary: string, path: string, facts: FileFacts, keepTime: boolean): Promise<void> {
  const current = await stat(temporary);
  if (current.uid !== facts.uid || current.gid !== facts.gid) await chown(temporary, facts.uid, facts.gid).catch(() => undefined);
  await chmod(temporary, facts.mode);
  if (keepTime) await utimes(temporary, facts.modifiedMilliseconds / 1000, facts.modifiedMilliseconds / 1000);
  await syncPath(temporary);
  await rename(temporary, path);
  await syncPath(dirname(path));
}

/** fsync; folders cannot be synced everywhere, and need not be where they cannot. */
export async function syncPath(path: string): Promise<void> {
  const handle = await open(path, 'r').catch(() => null);
  try {
    await handle?.sync().catch(() => undefined);
  } finally {
    await handle?.close();
  }
}
