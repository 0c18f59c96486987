import { EVERY_TRACK, type LibraryFilters, type LibraryQuery } from '../../src-main/contract/library.ts';
import { TRACK_COLUMNS, type TrackColumn } from '../../src-main/contract/track-columns.ts';
import { SORT_DIRECTIONS, SORT_KEYS, type SortDirection, type SortKey } from '../../src-main/contract/values.ts';

/** Which column the table is sorted by. */
export type Sort = LibraryQuery['sort'];

/** Whether what was stored, maybe by another version, is an order. */
export function isSort(stored: unknown): boolean {
  if (typeof stored !== 'object' || stored === null || !('key' in stored) || !('direction' in stored)) return false;
  const { key, direction } = stored;
  return SORT_KEYS.some((known) => known === key) && SORT_DIRECTIONS.some((known) => known === direction);
}

/** Whether any filter hides rows. */
export function isFiltering(filters: LibraryFilters): boolean {
  return filters.text.trim() !== '' || activeFilters(filters) > 0;
}

/** How many filters hide rows, apart from the search. */
export function activeFilters(filters: LibraryFilters): number {
  const { genre, label, status, minConfidence, maxConfidence, disagreesOnly, folder, group } = filters;
  const isLimited = minConfidence > 0 || maxConfidence < 1;
  const chosen = [genre, label, status, folder, group].filter((each) => each !== null).length;
  return chosen + Number(isLimited) + Number(disagreesOnly);
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
