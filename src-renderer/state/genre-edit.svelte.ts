import { isSameGenre } from '../../src-main/contract/genre-meaning.ts';
import type { TrackId, TrackRow } from '../../src-main/contract/track.ts';
import { texts } from '../../src-main/texts/index.ts';
import type { Stores } from './stores.svelte.ts';

type Parts = Pick<Stores, 'labels' | 'library' | 'messages' | 'navigation'>;

/** Genres that are being edited in a row of the table. */
interface OpenEdit {
  /** The row. */
  readonly id: TrackId;
  /** The tracks that are labelled at its end. */
  readonly ids: readonly TrackId[];
  /** What the box begins with: the labels of a single track. */
  readonly genres: readonly string[];
  readonly label: string;
}

/** Edits the labels of the selected tracks in the focused row of the table. */
export class GenreEdit {
  open = $state.raw<OpenEdit | null>(null);
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Begins with the focused track, and the other selected ones where it is one of them. */
  start(): void {
    const { focusedId: id, rows, selection } = this.#parts.library;
    const row = id === null ? undefined : rows.get(id);
    if (id === null || !row) return;
    const ids = selection.ids.has(id) ? [...selection.ids] : [id];
    this.open = {
      id,
      ids,
      genres: ids.length === 1 ? row.labels : [],
      label: ids.length === 1 ? texts.labels.genresOf({ title: titleOf(row) }) : texts.labels.genresOfMany(ids.length),
    };
  }

  /** Labels the tracks; an edit that changed nothing does nothing. */
  async confirm(genres: readonly string[]): Promise<void> {
    const { open } = this;
    const { labels, messages } = this.#parts;
    this.cancel(false);
    if (!open || isSame(open.genres, genres)) return;
    const isDone = await labels.edit(open.ids, { kind: 'set', genres });
    // The column of labels is shown while the label bar is open; without it, the table does not tell.
    if (isDone && !labels.isOpen.current)
      messages.tell(
        texts.labels.messages.genresSet({ genres, tracks: open.ids.length }),
        texts.labels.messages.canUndoSet,
      );
  }

  /** @param hasLeft whether the keys are somewhere else already */
  cancel(hasLeft: boolean): void {
    this.open = null;
    if (!hasLeft) this.#parts.navigation.focusTracks();
  }
}

function titleOf({ title, fileName }: TrackRow): string {
  return title || fileName;
}

function isSame(before: readonly string[], after: readonly string[]): boolean {
  return before.length === after.length && before.every((name, index) => isSameGenre(name, after[index] ?? ''));
}
