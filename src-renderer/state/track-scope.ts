import type { TrackSelection } from '../../src-main/contract/track.ts';

/** Which tracks an action is for: the selected rows, the rows that the filters show, or all of the library. */
export type TrackScope = 'selected' | 'shown' | 'all';

/** The tracks of a scope at this moment. */
export type TracksOf = (scope: TrackScope) => TrackSelection;
