import type { Piece } from './pieces.ts';
import { fresh, keep, lengthOf } from './pieces.ts';

/** New bytes in place of a range of the original, which may be empty. */
export interface Patch {
  readonly start: number;
  readonly end: number;
  readonly bytes: Uint8Array;
}

/** The pieces of a file of `size` bytes with the patches, which must not overlap. */
export function piecesOfPatches(size: number, patches: readonly Patch[]): Piece[] {
  const pieces: Piece[] = [];
  let position = 0;
  for (const { start, end, bytes } of patches.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    if (start < position) throw new Error('Patches overlap.');
    pieces.push(keep(position, start), fresh(bytes));
    position = end;
  }
  pieces.push(keep(position, size));
  return pieces.filter((piece) => lengthOf(piece) > 0);
}
