import { sep } from 'node:path';

/**
 * Where a file of an installed app lies on disk. Electron shows files that lie beside the archive of the code as if they
 * were in it, which other programs do not see.
 * @param path as module resolution gives it
 */
export function unpackedPath(path: string): string {
  return path.replace(`${sep}app.asar${sep}`, `${sep}app.asar.unpacked${sep}`);
}
