import type { TrackId } from '../../src-main/contract/track.ts';

/** Tracks in the order in which a list shows them, and where in it one stands. */
export interface TrackWalk {
  readonly at: number;
  /** Undefined beyond the ends. */
  readonly idAt: (index: number) => TrackId | undefined;
  /** Where a track stands by now, in a list whose order can change; −1 where it is not shown any more. */
  readonly placeOf?: (id: TrackId) => number;
  /** Told where the walk went on, and from which track, so that the list can follow. */
  readonly moved?: (at: number, from: TrackId) => void;
}

/** The walk one track further or back from a track of it; null beyond the ends. */
export function walkOn(walk: TrackWalk, from: TrackId, step: 1 | -1): TrackWalk | null {
  const at = (walk.placeOf?.(from) ?? walk.at) + step;
  return walk.idAt(at) === undefined ? null : { ...walk, at };
}

/** The walk at a track, wherever in the list it stands by now; of the track alone where it is not in it any more. */
export function walkAt(walk: TrackWalk, id: TrackId): TrackWalk {
  const at = walk.placeOf?.(id) ?? walk.at;
  return walk.idAt(at) === id ? { ...walk, at } : walkAlong([id]);
}

/** The walk along tracks whose order does not change. */
export function walkAlong(ids: readonly TrackId[], at = 0): TrackWalk {
  return { at, idAt: (index) => ids[index] };
}
