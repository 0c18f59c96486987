import { randomUUID } from 'node:crypto';
import { AppError } from '../contract/app-error.ts';
import type { PlannedChange, TagChange, TagPlan } from '../contract/tags.ts';
import { isWriting } from '../contract/tags.ts';
import type { StyleInfo } from '../contract/styles.ts';
import type { ChangeKind } from '../contract/values.ts';
import { CHANGE_KINDS } from '../contract/values.ts';
import type { LibraryDatabase } from '../library/database.ts';
import type { PlanRow } from '../library/plan-rows.ts';
import { planRows } from '../library/plan-rows.ts';
import { StyleStore } from '../library/style-store.ts';
import type { PlanRules } from '../use-cases/library/plan-file.ts';
import { planFile } from '../use-cases/library/plan-file.ts';

/** A plan with its rows; those that would be written come first. */
export interface StoredPlan {
  readonly summary: TagPlan;
  readonly rows: readonly PlannedChange[];
  /** What would be written, by track. */
  readonly changes: ReadonlyMap<number, TagChange>;
}

/** What a plan is made for. */
export interface PlanRequest {
  readonly ids: Int32Array;
  readonly rules: PlanRules;
  /** Tracks that the user unticked in an earlier plan. */
  readonly leftOut: Int32Array;
  /** Aborted when another plan takes its place. */
  readonly signal: AbortSignal;
}

/** What models' cards say of the styles that they score, by `specHash`. */
type StylesByModel = ReadonlyMap<string, readonly StyleInfo[]>;

/** A row as the page shows it, and what the tag writer needs of it. */
interface PlannedTrack {
  readonly row: PlannedChange;
  readonly change: TagChange;
}

/** Decides for every track what would be written. Touches no file. @throws AppError cancelled */
export async function planTags(
  database: LibraryDatabase,
  { ids, rules, leftOut, signal }: PlanRequest,
): Promise<StoredPlan> {
  const styles = new StyleStore(database).all();
  const [writing, others]: [PlannedChange[], PlannedChange[]] = [[], []];
  const changes = new Map<number, TagChange>();
  for await (const piece of planRows(database, ids)) {
    if (signal.aborted) throw new AppError('cancelled');
    for (const { row, change } of piece.map((track) => planTrack(track, styles, rules))) {
      (isWriting(row.kind) ? writing : others).push(row);
      if (isWriting(row.kind)) changes.set(row.id, change);
    }
  }
  const rows = writing.concat(others);
  return {
    summary: {
      planId: randomUUID(),
      counts: countKinds(rows),
      writes: writing.length,
      leftOut: new Set(leftOut.filter((id) => changes.has(id))).size,
      total: rows.length,
    },
    rows,
    changes,
  };
}

function planTrack(track: PlanRow, styles: StylesByModel, rules: PlanRules): PlannedTrack {
  const { id, path, file_name: fileName, folder, before, labels, genres, probabilities } = track;
  const scored = track.style_scores && styles.get(track.styles_spec ?? '');
  const prediction = genres &&
    probabilities && {
      model: track.model ?? '',
      genres,
      probabilities,
      styles: scored ?? [],
      styleScores: track.style_scores ?? [],
    };
  const { model, ...plan } = planFile({ before, labels, prediction }, rules);
  return { row: { id, fileName, folder, ...plan }, change: { path, genres: plan.after, model } };
}

function countKinds(rows: readonly PlannedChange[]): Record<ChangeKind, number> {
  const counts = Object.fromEntries(CHANGE_KINDS.map((kind) => [kind, 0])) as Record<ChangeKind, number>;
  for (const { kind } of rows) counts[kind] += 1;
  return counts;
}
