import { foldText, hasWords, searchWords } from '../contract/folded-text.ts';
import type { PlanLine, PlanQuery, PlanTarget } from '../contract/plan-view.ts';
import type { PlannedChange } from '../contract/tags.ts';
import { isWriting } from '../contract/tags.ts';
import type { TrackId } from '../contract/track.ts';
import { groupKey, orderRows } from './plan-order.ts';
import type { Pause } from './sort-in-pieces.ts';
import { PIECE } from './sort-in-pieces.ts';

/** What a query shows of a plan: rows in their order, and where groups begin. */
export interface StoredView {
  readonly rows: readonly PlannedChange[];
  /** Empty where there are no groups. */
  readonly groups: readonly (readonly PlannedChange[])[];
  /** Lines in their order: a row, or the number of the group whose header it is. */
  readonly lines: readonly (PlannedChange | number)[];
}

/** Filters, sorts and groups a plan's rows, with pauses. @throws AppError as `pause` */
export async function viewRows(rows: readonly PlannedChange[], query: PlanQuery, pause: Pause): Promise<StoredView> {
  const ordered = await orderRows(await filterRows(rows, query, pause), query, pause);
  if (query.grouping === 'none') return { rows: ordered, groups: [], lines: ordered };
  const byKey = new Map<string | null, PlannedChange[]>();
  for (const [place, row] of ordered.entries()) {
    const key = groupKey(row, query.grouping);
    const group = byKey.get(key);
    if (group) group.push(row);
    else byKey.set(key, [row]);
    if (place % PIECE === PIECE - 1) await pause();
  }
  return withHeaders([...byKey.values()], pause);
}

async function withHeaders(groups: StoredView['groups'], pause: Pause): Promise<StoredView> {
  const rows: PlannedChange[] = [];
  const lines: (PlannedChange | number)[] = [];
  let next = PIECE;
  for (const [number, group] of groups.entries()) {
    lines.push(number);
    for (const row of group) {
      rows.push(row);
      lines.push(row);
    }
    if (rows.length < next) continue;
    next = rows.length + PIECE;
    await pause();
  }
  return { rows, groups, lines };
}

/** Some lines of a view as the page shows them. */
export function linesOf(
  { lines, groups }: StoredView,
  leftOut: ReadonlySet<TrackId>,
  from: number,
  count: number,
): PlanLine[] {
  return lines.slice(from, from + count).flatMap((line): PlanLine[] => {
    if (typeof line !== 'number') return [{ kind: 'track', change: line, isLeftOut: leftOut.has(line.id) }];
    const rows = groups[line] ?? [];
    const writing = rows.filter(({ kind }) => isWriting(kind));
    const out = writing.filter(({ id }) => leftOut.has(id)).length;
    return rows.slice(0, 1).map((example) => ({
      kind: 'group',
      group: line,
      example,
      tracks: rows.length,
      writes: writing.length,
      leftOut: out,
    }));
  });
}

/** The rows that a target of the page's means. */
export function rowsOf({ rows, groups }: StoredView, target: Exclude<PlanTarget, { kind: 'track' }>) {
  return target.kind === 'shown' ? rows : (groups[target.group] ?? []);
}

async function filterRows(
  rows: readonly PlannedChange[],
  { search, kinds, differingOnly }: PlanQuery,
  pause: Pause,
): Promise<readonly PlannedChange[]> {
  const words = searchWords(search);
  const wanted = new Set(kinds);
  const found: PlannedChange[] = [];
  for (const [place, row] of rows.entries()) {
    if (place % PIECE === PIECE - 1) await pause();
    if (!wanted.has(row.kind) || (differingOnly && row.ownGenre === null)) continue;
    if (words.length === 0 || hasWords(searchText(row), words)) found.push(row);
  }
  return found;
}

function searchText({ title, artist, album, fileName, folder, before, after }: PlannedChange): string {
  return foldText([title, artist, album, fileName, folder, ...before, ...after].join('\n'));
}
