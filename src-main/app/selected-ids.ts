import type { TrackId, TrackSelection } from '../contract/track.ts';
import type { LibraryReader } from './library-reader.ts';

/** The tracks of a selection. @param root gives the open folder, asked only where all of its tracks are meant */
export async function selectedIds(
  reader: Pick<LibraryReader, 'ids'>,
  root: () => string,
  selection: TrackSelection,
): Promise<readonly TrackId[]> {
  return [...(selection.kind === 'ids' ? selection.ids : await reader.ids(root()))];
}
