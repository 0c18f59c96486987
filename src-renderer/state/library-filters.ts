import { EVERY_TRACK, type LibraryQuery } from '../../src-main/contract/library.ts';
import { TRACK_COLUMNS, type TrackColumn } from '../../src-main/contract/track-columns.ts';
import type { SortDirection, SortKey } from '../../src-main/contract/values.ts';

/** The values of the filter bar. */
export type LibraryFilters = Omit<LibraryQuery, 'sort'>;

/** Which column the table is sorted by. */
export type Sort = LibraryQuery['sort'];

/** Whether any filter hides rows. */
export function isFiltering(filters: LibraryFilters): boolean {
  const { text, genre, label, status, minConfidence, maxConfidence, disagreesOnly, group } = filters;
  return (
    text.trim() !== '' ||
    genre !== null ||
    label !== null ||
    status !== null ||
    minConfidence > 0 ||
    maxConfidence < 1 ||
    disagreesOnly ||
    group !== null
  );
}

/** The sort after a click on a column's header: that column, then its reverse direction, then the default order. */
export function nextSort(sort: Sort, key: SortKey): Sort {
  const column: TrackColumn | undefined = TRACK_COLUMNS.find((each) => each.key === key);
  const first: SortDirection = column?.sortsFirst ?? 'ascending';
  if (sort.key !== key) return { key, direction: first };
  if (sort.direction === first) return { key, direction: first === 'ascending' ? 'descending' : 'ascending' };
  return EVERY_TRACK.sort;
}

/** The value of `aria-sort` for a column. */
export function ariaSort(sort: Sort, key: SortKey): SortDirection | 'none' {
  return sort.key === key ? sort.direction : 'none';
}

/** The request for the main process. */
export function queryOf(filters: LibraryFilters, sort: Sort): LibraryQuery {
  return { ...filters, text: filters.text.trim(), sort };
}
