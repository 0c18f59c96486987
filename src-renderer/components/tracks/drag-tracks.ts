import type { TrackId } from '../../../src-main/contract/track.ts';
import { MOST_DRAGGED } from '../../../src-main/contract/track.ts';
import { texts } from '../../../src-main/texts/index.ts';
import type { Stores } from '../../state/stores.svelte.ts';

/**
 * Drags selected tracks out of the window as files. While the label bar is open, they are dragged onto its genres instead, unless
 * Alt is held.
 */
export function dragTracks(event: DragEvent, stores: Stores, ids: ReadonlySet<TrackId>): void {
  const { api, labels, library, messages } = stores;
  if (labels.isOpen.current && !event.altKey) {
    event.dataTransfer?.setData('text/plain', 'tracks');
    return;
  }
  // The system's own drag takes the place of the page's.
  event.preventDefault();
  if (ids.size > MOST_DRAGGED) return messages.tell(texts.library.table.tooManyDragged({ most: MOST_DRAGGED }));
  library.isDraggedOut = true;
  void messages.attempt(api.call('library.dragOut', { ids: Int32Array.from(ids) }));
}
