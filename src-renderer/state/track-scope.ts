import type { TrackSelection } from '../../src-main/contract/track.ts';
import { texts } from '../../src-main/texts/index.ts';
import type { LibraryStore } from './library-store.svelte.ts';

/** Which tracks an action is for: the selected rows, the rows that the filters show, or all of the library. */
export type TrackScope = 'selected' | 'shown' | 'all';

/** The tracks of a scope at this moment. */
export type TracksOf = (scope: TrackScope) => TrackSelection;

/** How many tracks a scope has. */
export function scopeSize(scope: TrackScope, { selection, view }: Pick<LibraryStore, 'selection' | 'view'>): number {
  return { selected: selection.ids.size, shown: view.ids.length, all: view.totals.tracks }[scope];
}

/** A scope by its name, with the number of its tracks. */
export function scopeText(scope: TrackScope, library: Pick<LibraryStore, 'selection' | 'view'>): string {
  return texts.library.scope[scope](scopeSize(scope, library));
}
