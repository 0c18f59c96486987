import type { TrackId } from '../../src-main/contract/track.ts';

/** A track that is shown for a reason. */
export interface ChosenTrack {
  readonly id: TrackId;
  readonly why: string;
}

/** The chosen tracks that are in the library, in the order in which they were chosen. */
export function chosenIds(ids: Int32Array, only: readonly ChosenTrack[]): Int32Array {
  const found = new Set(ids);
  return Int32Array.from(only.map(({ id }) => id)).filter((id) => found.has(id));
}
