import { appendFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../files/make-folder.ts';

const LARGEST_LOG = 5_000_000;

/** Writes lines to a file in `folder`, which starts anew when it is large. Failing to log never stops the app. */
export function createLog(folder: string): (message: string) => void {
  const path = join(folder, 'genrescope.log');
  try {
    makeFolder(folder);
    if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > LARGEST_LOG) renameSync(path, `${path}.old`);
  } catch {
    return () => undefined;
  }
  return (message) => {
    try {
      appendFileSync(path, `${new Date().toISOString()} ${message}\n`);
    } catch {
      // A full disk must not take the app down with it.
    }
  };
}
