import type { LibraryStore } from './library-store.svelte.ts';
import type { Playback } from './playback.svelte.ts';
import type { TrackWalk } from './track-walk.ts';

/** The table's rows as they are shown, from the focused one on. The focus goes along while it is on what plays. */
export function tableWalk(library: LibraryStore): TrackWalk {
  return {
    at: library.selection.focus,
    idAt: (index) => library.view.ids[index],
    placeOf: (id) => library.view.ids.indexOf(id),
    moved: (at, from) => {
      // Several rows that the user has selected stay selected.
      const gesture = library.selection.ids.size > 1 ? 'focus' : 'only';
      if (library.focusedId === from) library.select(at, gesture);
    },
  };
}

/** Plays or pauses the focused track of the table, or the first where none has the focus. */
export function playFocused({
  library,
  playback,
}: {
  readonly library: LibraryStore;
  readonly playback: Playback;
}): void {
  if (library.selection.focus < 0) library.select(0, 'only');
  playback.toggle(tableWalk(library));
}
