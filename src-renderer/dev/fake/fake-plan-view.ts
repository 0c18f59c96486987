import { foldText, hasWords, searchWords } from '../../../src-main/contract/folded-text.ts';
import type { PlanLine, PlanQuery, PlanTarget, PlanView } from '../../../src-main/contract/plan-view.ts';
import type { PlannedChange } from '../../../src-main/contract/tags.ts';
import { isWriting } from '../../../src-main/contract/tags.ts';
import type { TrackId } from '../../../src-main/contract/track.ts';

/** What the page looks at of a made-up plan. */
export class FakePlanView {
  readonly leftOut = new Set<TrackId>();
  #groups: PlannedChange[][] = [];
  #isGrouped = false;
  #number = 0;

  takeAll(): void {
    this.leftOut.clear();
  }

  get tracks(): Int32Array {
    return Int32Array.from(this.#groups.flat(), ({ id }) => id);
  }

  look(changes: readonly PlannedChange[], query: PlanQuery): PlanView {
    const words = searchWords(query.search);
    const rows = changes.filter(
      (row) =>
        query.kinds.includes(row.kind) &&
        (!query.differingOnly || row.ownGenre !== null) &&
        hasWords(foldText(`${row.title} ${row.artist} ${row.album} ${row.fileName} ${row.after.join(' ')}`), words),
    );
    const sign = query.direction === 'ascending' ? 1 : -1;
    if (query.sort !== 'planned')
      rows.sort((a, b) => sign * keyOf(a, query.sort).localeCompare(keyOf(b, query.sort), 'en', { numeric: true }));
    this.#isGrouped = query.grouping !== 'none';
    const groups = new Map<string, PlannedChange[]>();
    for (const row of rows) {
      const byChange = `${row.kind} ${row.after.join()}`;
      const key = !this.#isGrouped ? '' : query.grouping === 'album' ? row.album : byChange;
      groups.set(key, [...(groups.get(key) ?? []), row]);
    }
    this.#groups = [...groups.values()];
    return { view: ++this.#number, lines: this.#all().length, tracks: rows.length };
  }

  lines(from: number, count: number): PlanLine[] {
    return this.#all().slice(from, from + count);
  }

  /** @returns how many are left out */
  leaveOut(target: PlanTarget, isLeftOut: boolean): number {
    const ids =
      target.kind === 'track'
        ? [target.id]
        : (target.kind === 'shown' ? this.#groups.flat() : (this.#groups[target.group] ?? [])).map(({ id }) => id);
    for (const id of ids) {
      if (isLeftOut) this.leftOut.add(id);
      else this.leftOut.delete(id);
    }
    return this.leftOut.size;
  }

  #all(): PlanLine[] {
    return this.#groups.flatMap((rows, group): PlanLine[] => {
      const lines = rows.map((change): PlanLine => ({
        kind: 'track',
        change,
        isLeftOut: this.leftOut.has(change.id),
      }));
      const writing = rows.filter(({ kind }) => isWriting(kind));
      const leftOut = writing.filter(({ id }) => this.leftOut.has(id)).length;
      const counts = { tracks: rows.length, writes: writing.length, leftOut };
      const header = rows.slice(0, 1).map((example): PlanLine => ({ kind: 'group', group, example, ...counts }));
      return this.#isGrouped ? [...header, ...lines] : lines;
    });
  }
}

function keyOf(row: PlannedChange, sort: PlanQuery['sort']): string {
  if (sort === 'confidence') return row.confidence.toFixed(6);
  if (sort === 'change') return row.after.join();
  return sort === 'planned' ? '' : row[sort];
}
