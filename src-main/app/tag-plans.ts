import { randomUUID } from 'node:crypto';
import { AppError } from '../contract/app-error.ts';
import type { PlannedChange, TagChange, TagPlan } from '../contract/tags.ts';
import { isWriting } from '../contract/tags.ts';
import type { TrackId } from '../contract/track.ts';
import type { ChangeKind } from '../contract/values.ts';
import { CHANGE_KINDS } from '../contract/values.ts';
import type { LibraryDatabase } from '../library/database.ts';
import type { PlanRow } from '../library/plan-rows.ts';
import { planRows } from '../library/plan-rows.ts';
import { StyleStore } from '../library/style-store.ts';
import type { AlbumMeans } from '../use-cases/library/album-means.ts';
import type { PlanRules } from '../use-cases/library/plan-file.ts';
import { changeOf, planFile } from '../use-cases/library/plan-file.ts';
import type { StylesByModel } from './plan-predictions.ts';
import { albumMeansBelow, predictionOf } from './plan-predictions.ts';

/** A plan with its rows; those that would be written come first. */
export interface StoredPlan {
  readonly summary: Omit<TagPlan, 'leftOut'>;
  readonly rows: readonly PlannedChange[];
  /** What would be written. */
  readonly changes: readonly PlannedWrite[];
}

/** What the tag writer needs of a row. */
interface PlannedWrite {
  readonly id: TrackId;
  readonly change: TagChange;
}

/** What a plan is made for. */
export interface PlanRequest {
  readonly ids: Int32Array;
  readonly rules: PlanRules;
  /** The opened folder, whose albums decide where rules say so. */
  readonly root: string;
  /** Aborted when another plan takes its place. */
  readonly signal: AbortSignal;
}

/** What models say besides a track's own row. */
interface Context {
  readonly styles: StylesByModel;
  /** Null where every track decides for itself. */
  readonly albums: AlbumMeans | null;
  readonly rules: PlanRules;
}

/** Decides for every track what would be written. Touches no file. @throws AppError cancelled */
export async function planTags(
  database: LibraryDatabase,
  { ids, rules, root, signal }: PlanRequest,
): Promise<StoredPlan> {
  const styles = new StyleStore(database).all();
  const albums = rules.by === 'album' ? await albumMeansBelow(database, root, styles, signal) : null;
  const [writing, others]: [PlannedChange[], PlannedChange[]] = [[], []];
  const changes: PlannedWrite[] = [];
  const counts = Object.fromEntries(CHANGE_KINDS.map((kind) => [kind, 0])) as Record<ChangeKind, number>;
  let differing = 0;
  for await (const piece of planRows(database, ids)) {
    if (signal.aborted) throw new AppError('cancelled');
    for (const { row, change } of piece.map((track) => planTrack(track, { styles, albums, rules }))) {
      (isWriting(row.kind) ? writing : others).push(row);
      if (isWriting(row.kind)) changes.push({ id: row.id, change });
      counts[row.kind] += 1;
      if (row.ownGenre !== null) differing += 1;
    }
  }
  const rows = writing.concat(others);
  const summary = { planId: randomUUID(), counts, writes: writing.length, total: rows.length, differing };
  return { summary, rows, changes };
}

function planTrack(track: PlanRow, { styles, albums, rules }: Context) {
  const { id, path, file_name: fileName, folder, title, artist, album, before, labels } = track;
  const prediction = predictionOf(track, styles);
  const ofAlbum = (prediction && albums?.of(track, prediction)) ?? null;
  const plan = planFile({ before, labels, prediction, album: ofAlbum, tags: track.field_texts ?? [] }, rules);
  const { model: _model, fieldWrites: _writes, ...shown } = plan;
  const row = { id, fileName, folder, title, artist, album, ...shown };
  return { row, change: changeOf(path, plan) };
}
