import { open, readFile, rm } from 'node:fs/promises';
import { AppError, fromFileSystemError } from '../contract/app-error.ts';

/**
 * Takes a lock file, which says that this process works there. The lock of a process that died does not count.
 * @param activity what the other process does, as in “is writing tags”
 * @returns what gives it back
 * @throws AppError busy, and what the file system says
 */
export async function acquireLock(path: string, activity: string): Promise<() => Promise<void>> {
  for (let attempt = 0; attempt < 2; attempt++) {
    if (await claim(path)) return () => rm(path, { force: true });
    const owner = Number(await readFile(path, 'utf8').catch(() => ''));
    if (owner > 0 && isAlive(owner)) throw new AppError('busy', `Another Genrescope (process ${owner}) ${activity}.`);
    await rm(path, { force: true });
  }
  throw new AppError('busy', `Another Genrescope ${activity}.`);
}

async function claim(path: string): Promise<boolean> {
  try {
    const handle = await open(path, 'wx');
    await handle.writeFile(String(process.pid)).finally(() => handle.close());
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw fromFileSystemError(error, 'file-read-only');
  }
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
