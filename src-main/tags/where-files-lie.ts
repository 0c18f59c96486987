import { sha256OfFile } from '../files/hash.ts';
import type { FileState } from './batch-state.ts';
import { atPath } from './batch-state.ts';
import { lookAtAll } from './look-at-all.ts';
import { resolvePath } from './original-file.ts';

/** A file of a batch where it lies now. */
export interface PlacedFile extends FileState {
  /** Whether the journal knows it under another path. */
  readonly hasMoved: boolean;
}

/**
 * The files of a batch under the paths that they have now. A file that is still as it was written stays where the journal knows
 * it, and so does one that is not at the other place either.
 * @param placeOf where a file is said to lie that was written at a path
 */
export function whereTheyLie(
  states: readonly FileState[],
  placeOf: (path: string) => string,
  signal?: AbortSignal,
): Promise<PlacedFile[]> {
  return lookAtAll(states, (state) => placedAt(state, placeOf(state.writtenPath)), signal);
}

async function placedAt(state: FileState, place: string): Promise<PlacedFile> {
  const stays = { ...state, hasMoved: false };
  if (place === state.path || (await isAsWritten(state))) return stays;
  const path = await resolvePath(place).catch(() => state.path);
  return path === state.path ? stays : { ...atPath(state, path), hasMoved: true };
}

async function isAsWritten({ path, prepared }: FileState): Promise<boolean> {
  return (await sha256OfFile(path).catch(() => null)) === prepared?.afterSha256;
}
