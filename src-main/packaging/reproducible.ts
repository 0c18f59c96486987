import { basename } from 'node:path';
import { sha256OfFile } from '../setup/sha256-file.mjs';

/**
 * Makes a file a second time, and compares.
 * @param make makes it in its place and returns its path
 * @throws Error if the two differ by a byte
 */
export async function requireSameTwice(make: () => Promise<string>): Promise<string> {
  const first = await sha256OfFile(await make());
  const file = await make();
  if ((await sha256OfFile(file)) !== first) throw new Error(`${basename(file)} differs when it is made twice.`);
  return file;
}
