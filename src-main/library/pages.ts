import { setImmediate } from 'node:timers/promises';

/** How rows are read in pages. */
export interface Paging<Row, Key> {
  /** What is before every key. */
  readonly first: Key;
  /** Rows of a page; fewer are the last ones. */
  readonly size: number;
  /** What rows are sorted by, each row's its own. */
  readonly keyOf: (row: Row) => Key;
  /** The rows behind a key, at most `size`. */
  readonly read: (behind: Key, size: number) => Row[];
}

/** Rows in pages; between two of them others have their turn. */
export async function* pagesOf<Row, Key>({ first, size, keyOf, read }: Paging<Row, Key>): AsyncGenerator<Row[]> {
  for (let behind = first; ;) {
    const rows = read(behind, size);
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows;
    if (rows.length < size) return;
    behind = keyOf(last);
    await setImmediate();
  }
}

/** Ids in pieces, as JSON for SQLite's json_each; between two of them others have their turn. */
export async function* idPieces(ids: Int32Array, size: number): AsyncGenerator<string> {
  for (let start = 0; start < ids.length; start += size) {
    yield JSON.stringify([...ids.subarray(start, start + size)]);
    await setImmediate();
  }
}
