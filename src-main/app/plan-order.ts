import { foldText } from '../contract/folded-text.ts';
import type { PlanQuery } from '../contract/plan-view.ts';
import type { PlannedChange } from '../contract/tags.ts';
import { isWriting } from '../contract/tags.ts';
import type { PlanGrouping, PlanSortKey } from '../contract/values.ts';
import { CHANGE_KINDS } from '../contract/values.ts';
import type { Pause } from './sort-in-pieces.ts';
import { PIECE, sortInPieces } from './sort-in-pieces.ts';

type SortKeyOf = (row: PlannedChange) => string | number;

const SORT_KEYS: Readonly<Record<Exclude<PlanSortKey, 'planned'>, SortKeyOf>> = {
  title: (row) => sortText(row.title || row.fileName),
  artist: (row) => sortText(row.artist, row.album, row.folder, row.fileName),
  album: (row) => sortText(row.album, row.folder, row.fileName),
  change: (row) => sortText(String(CHANGE_KINDS.indexOf(row.kind)), row.after.join('; ')),
  confidence: ({ confidence }) => confidence,
};

/** Orders rows as a query says; rows that are alike stay in their order. */
export async function orderRows(
  rows: readonly PlannedChange[],
  { sort, direction }: Pick<PlanQuery, 'sort' | 'direction'>,
  pause: Pause,
): Promise<readonly PlannedChange[]> {
  const sign = direction === 'ascending' ? 1 : -1;
  if (sort === 'planned') return rows;
  const keyed: { readonly row: PlannedChange; readonly key: string | number }[] = [];
  for (const [place, row] of rows.entries()) {
    keyed.push({ row, key: SORT_KEYS[sort](row) });
    if (place % PIECE === PIECE - 1) await pause();
  }
  const sorted = await sortInPieces(keyed, (a, b) => (a.key < b.key ? -sign : a.key > b.key ? sign : 0), pause);
  return sorted.map(({ row }) => row);
}

/** What the rows of a group have in common, as a text that is theirs alone; null where there are no groups. */
export function groupKey(row: PlannedChange, grouping: PlanGrouping): string | null {
  if (grouping === 'none') return null;
  if (grouping === 'album') return JSON.stringify(row.album.trim() === '' ? [] : [row.folder, row.album.trim()]);
  return JSON.stringify(isWriting(row.kind) ? [row.kind, ...row.after] : [row.kind]);
}

/** Numbers in texts count as numbers: “Track 2” comes before “Track 10”. */
function sortText(...texts: readonly string[]): string {
  return foldText(texts.join('\0')).replace(/\d+/g, (digits) => digits.padStart(8, '0'));
}
