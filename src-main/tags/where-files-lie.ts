import { lstat } from 'node:fs/promises';
import { fsPath } from '../files/fs-path.ts';
import type { FileState } from './batch-state.ts';
import { atPath } from './batch-state.ts';

/** A file of a batch where it lies now. */
export interface PlacedFile extends FileState {
  /** Whether the journal knows it under another path. */
  readonly hasMoved: boolean;
}

/** The files of a batch under the paths that they have now; where nothing lies at such a path, the journal's one stays. */
export async function whereTheyLie(
  states: readonly FileState[],
  placeOf: (path: string) => string,
): Promise<PlacedFile[]> {
  const placed: PlacedFile[] = [];
  for (const state of states) {
    const place = placeOf(state.path);
    const hasMoved = place !== state.path && (await lstat(fsPath(place)).catch(() => null)) !== null;
    placed.push({ ...(hasMoved ? atPath(state, place) : state), hasMoved });
  }
  return placed;
}
