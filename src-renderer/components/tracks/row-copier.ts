import type { TrackColumn, TrackColumnKey } from '../../../src-main/contract/track-columns.ts';
import type { TrackId, TrackRow } from '../../../src-main/contract/track.ts';
import { texts } from '../../../src-main/texts/index.ts';
import type { Stores } from '../../state/stores.svelte.ts';
import { copiedText } from './copied-text.ts';

/** Most rows that are copied at once, and fetched by one request. */
const MOST_COPIED = 20_000;
const FETCHED_AT_ONCE = 2_000;

type Parts = Pick<Stores, 'api' | 'library' | 'messages'>;

/** Copies the selected rows of the table to the clipboard. */
export class RowCopier {
  readonly #parts: Parts;
  readonly #columns: () => readonly TrackColumn<TrackColumnKey>[];
  /** Rows that had to be fetched first, for the second event of copying. */
  #fetched: readonly TrackRow[] | null = null;

  constructor(parts: Parts, columns: () => readonly TrackColumn<TrackColumnKey>[]) {
    this.#parts = parts;
    this.#columns = columns;
  }

  /** Answers the page's event of copying: only in it may the clipboard be written. */
  copy(event: ClipboardEvent): void {
    const { library, messages } = this.#parts;
    const ids = library.view.ids.filter((id) => library.selection.ids.has(id));
    if (ids.length === 0) return;
    event.preventDefault();
    if (ids.length > MOST_COPIED) return messages.tell(texts.library.copied.tooMany({ most: MOST_COPIED }));
    const rows = this.#fetched ?? this.#loaded(ids);
    this.#fetched = null;
    if (!rows) return void this.#fetchAndCopy(ids);
    event.clipboardData?.setData('text/plain', copiedText(rows, this.#columns()));
    messages.tell(texts.library.copied.done(rows.length));
  }

  /** Null unless all are in memory. */
  #loaded(ids: Int32Array): readonly TrackRow[] | null {
    const rows = Array.from(ids).flatMap((id: TrackId) => this.#parts.library.rows.get(id) ?? []);
    return rows.length === ids.length ? rows : null;
  }

  async #fetchAndCopy(ids: Int32Array): Promise<void> {
    const { api, messages } = this.#parts;
    const rows: TrackRow[] = [];
    for (let start = 0; start < ids.length; start += FETCHED_AT_ONCE) {
      const piece = ids.slice(start, start + FETCHED_AT_ONCE);
      const fetched = await messages.attempt(api.call('library.rows', { ids: piece }));
      if (!fetched) return;
      rows.push(...fetched);
    }
    this.#fetched = rows;
    document.execCommand('copy');
    this.#fetched = null;
  }
}
