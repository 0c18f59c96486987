import type { Segment } from './segments.ts';
import { fresh, keep, lengthOf } from './segments.ts';

/** New bytes in place of a range of the original, which may be empty. */
export interface Patch {
  readonly start: number;
  readonly end: number;
  readonly bytes: Uint8Array;
}

/** The pieces of a file of `size` bytes with the patches, which must not overlap. */
export function segmentsOfPatches(size: number, patches: readonly Patch[]): Segment[] {
  const segments: Segment[] = [];
  let position = 0;
  for (const { start, end, bytes } of patches.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    if (start < position) throw new Error('Patches overlap.');
    segments.push(keep(position, start), fresh(bytes));
    position = end;
  }
  segments.push(keep(position, size));
  return segments.filter((segment) => lengthOf(segment) > 0);
}
