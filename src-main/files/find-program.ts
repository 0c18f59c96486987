import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { posix, win32 } from 'node:path';

/** Where a program is looked for. */
interface SearchOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
}

/**
 * The absolute path of a program by its bare name, found in the folders of PATH. Empty and relative entries are skipped:
 * they mean the current folder, where music lies that anybody made; Windows itself would even look there first.
 * @param name without a folder and, on Windows, without `.exe`
 * @returns null where no folder has it
 */
export async function findProgram(name: string, { environment, platform }: SearchOptions): Promise<string | null> {
  for (const folder of pathFolders(environment['PATH'] ?? environment['Path'] ?? '', platform)) {
    const path = platform === 'win32' ? win32.join(folder, `${name}.exe`) : posix.join(folder, name);
    if (await isProgram(path)) return path;
  }
  return null;
}

/**
 * The absolute folders among the entries of PATH, in order. On Windows an entry may have quotes, and must name its drive
 * or server.
 */
export function pathFolders(list: string, platform: NodeJS.Platform): string[] {
  if (platform !== 'win32') return list.split(':').filter((entry) => posix.isAbsolute(entry));
  return list
    .split(';')
    .map((entry) => entry.trim().replace(/^"(.*)"$/, '$1'))
    .filter((entry) => /^([a-z]:[\\/]|[\\/]{2}[^\\/])/i.test(entry));
}

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
