import { appendFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../files/make-folder.ts';

/** Bytes; with the log before, twice as many are on the disk. */
const LARGEST_LOG = 5_000_000;
/** Characters. */
const LONGEST_MESSAGE = 20_000;

/**
 * Writes lines to a file in `folder`. A line that would make it too large begins it anew; one log before is kept. Failing
 * to log never stops the app.
 * @param largest bytes of the file
 */
export function createLog(folder: string, largest = LARGEST_LOG): (message: string) => void {
  const path = join(folder, 'genrescope.log');
  let size = -1;
  return (message) => {
    const line = `${new Date().toISOString()} ${message.slice(0, LONGEST_MESSAGE)}\n`;
    try {
      // Nothing is made before there is something to say: the app may not start at all.
      if (size < 0) {
        makeFolder(folder);
        size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
      }
      if (size > 0 && size + Buffer.byteLength(line) > largest) {
        renameSync(path, `${path}.old`);
        size = 0;
      }
      appendFileSync(path, line);
      size += Buffer.byteLength(line);
    } catch {
      // A full disk must not take the app down with it.
    }
  };
}
