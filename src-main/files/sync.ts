import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fsPath } from './fs-path.ts';

/** What folders answer where they cannot be synced and need not be. */
const NOT_SYNCABLE: ReadonlySet<string> = new Set([
  'EINVAL',
  'EISDIR',
  'EPERM',
  'EACCES',
  'ENOTSUP',
  'ENOSYS',
  'EBADF',
]);

/** Makes what was done in a folder last. @throws what the disk says; a system that syncs no folders says nothing */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(fsPath(folder), 'r').catch(ignoreUnable);
  try {
    await handle?.sync().catch(ignoreUnable);
  } finally {
    await handle?.close();
  }
}

function ignoreUnable(error: unknown): null {
  if (error instanceof Error && 'code' in error && NOT_SYNCABLE.has(String(error.code))) return null;
  throw error;
}

/** Syncs the folder that holds a file. @throws what the disk says */
export function syncFolderOf(path: string): Promise<void> {
  return syncFolder(dirname(path));
}

/** Syncs folders, and once for all who ask while an earlier sync of the same folder is under way. */
export function createFolderSync(): (folder: string) => Promise<void> {
  const running = new Map<string, Promise<void>>();
  const waiting = new Map<string, Promise<void>>();
  const start = (folder: string): Promise<void> => {
    const work = syncFolder(folder).finally(() => running.delete(folder));
    running.set(folder, work);
    return work;
  };
  return (folder) => {
    const current = running.get(folder);
    if (!current) return start(folder);
    // What is under way may have begun before the caller's rename: it does not count for it.
    const next =
      waiting.get(folder) ??
      current
        .catch(() => undefined)
        .then(() => {
          waiting.delete(folder);
          return start(folder);
        });
    waiting.set(folder, next);
    return next;
  };
}
