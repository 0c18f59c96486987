import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fsPath } from '../../files/fs-path.ts';
import { folderPicture } from './read-cover.ts';

/** Changes with what is kept of a cover. */
const FORMAT = 1;
const KEY_DIGITS = 32;

/**
 * What a cover is known by as long as it cannot have changed: hexadecimal digits that change with the track's file, its
 * folder's picture, and size and time of both. No music is read.
 * @returns null where the track's file is gone
 */
export async function coverKey(path: string): Promise<string | null> {
  const track = await factsOf(path);
  if (!track) return null;
  const picture = await folderPicture(dirname(path)).catch(() => null);
  const identity = JSON.stringify([FORMAT, path, track, picture, picture && (await factsOf(picture))]);
  return createHash('sha256').update(identity).digest('hex').slice(0, KEY_DIGITS);
}

async function factsOf(path: string): Promise<readonly [size: number, time: number] | null> {
  const facts = await stat(fsPath(path)).catch(() => null);
  return facts && [facts.size, facts.mtimeMs];
}
