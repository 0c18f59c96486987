import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '../contract/app-error.ts';
import type { ChangeKind } from '../contract/values.ts';
import type { PlannedChange, TagOptions, TagPlan } from '../contract/tags.ts';
import type { TrackSelection } from '../contract/track.ts';
import { LABELS_OF_TRACK, numbers, strings } from '../library/columns.ts';
import type { LibraryDatabase } from '../library/database.ts';
import type { GenreMap } from '../tags/genres-from-probabilities.ts';
import { decideByLabels, decideGenres } from '../tags/genres-from-probabilities.ts';

/** Changes that would touch a file. */
export const WRITING_KINDS: ReadonlySet<ChangeKind> = new Set(['add', 'replace', 'append']);

/** A plan with its rows; those that would be written come first. */
export interface StoredPlan {
  readonly summary: TagPlan;
  readonly rows: readonly PlannedChange[];
  readonly sources: ReadonlyMap<number, { readonly path: string; readonly model: string }>;
}

const planRowSchema = z.object({
  id: z.number(),
  path: z.string(),
  file_name: z.string(),
  folder: z.string(),
  before: strings,
  labels: strings,
  genres: strings.nullable(),
  probabilities: numbers.nullable(),
  model: z.string().nullable(),
});

/** The file was changed since it was labelled, and it was not yet looked whether it holds the same recording. */
const IS_UNSETTLED =
  'EXISTS (SELECT 1 FROM label_sounds WHERE label_sounds.track_id = tracks.id AND label_sounds.sound_hash IS NOT tracks.sound_hash)';
/** No confidence reaches it. */
const NEVER = 2;
const NO_COUNTS: Record<ChangeKind, number> = {
  add: 0,
  replace: 0,
  append: 0,
  same: 0,
  kept: 0,
  'below-confidence': 0,
  unmapped: 0,
  'not-analysed': 0,
};

/** What a plan is made for. */
export interface PlanRequest {
  readonly selection: TrackSelection;
  readonly options: TagOptions;
  /** Tracks that the user unticked in an earlier plan. */
  readonly leftOut: Int32Array;
  readonly map: GenreMap;
  /** Predictions of other models count as not sure enough; null: all count. */
  readonly onlyModel: string | null;
}

/** Decides for every selected track what would be written. Touches no file. */
export function planTags(
  database: LibraryDatabase,
  root: string,
  { selection, options, leftOut, map, onlyModel }: PlanRequest,
): StoredPlan {
  const restriction = selection.kind === 'ids' ? 'AND id IN (SELECT value FROM json_each(?))' : '';
  const parameters = selection.kind === 'ids' ? [root, JSON.stringify([...selection.ids])] : [root];
  const found: unknown = database
    .prepare(
      `SELECT id, path, file_name, folder, tracks.genres AS before, analyses.genres AS genres, probabilities, model, CASE WHEN ${IS_UNSETTLED} THEN '[]' ELSE ${LABELS_OF_TRACK} END AS labels
      FROM tracks LEFT JOIN analyses ON track_id = id AND status = 'done' WHERE root = ? ${restriction} AND status <> 'missing' ORDER BY path`,
    )
    .all(...parameters);
  const planned = z
    .array(planRowSchema)
    .parse(found)
    .map((row) => ({
      path: row.path,
      change: planOne(
        row,
        onlyModel === null || row.model === onlyModel ? options : { ...options, minConfidence: NEVER },
        map,
      ),
      model: row.labels.length > 0 ? '' : (row.model ?? ''),
    }));
  const rows = planned
    .map(({ change }) => change)
    .sort((a, b) => Number(WRITING_KINDS.has(b.kind)) - Number(WRITING_KINDS.has(a.kind)));
  const counts = { ...NO_COUNTS };
  for (const { kind } of rows) counts[kind] += 1;
  const writing = rows.filter(({ kind }) => WRITING_KINDS.has(kind));
  const out = new Set(leftOut);
  return {
    summary: {
      planId: randomUUID(),
      counts,
      writes: writing.length,
      leftOut: writing.filter(({ id }) => out.has(id)).length,
      total: rows.length,
    },
    rows,
    sources: new Map(planned.map(({ path, model, change }) => [change.id, { path, model }])),
  };
}

function planOne(row: z.infer<typeof planRowSchema>, options: TagOptions, map: GenreMap): PlannedChange {
  const { id, file_name: fileName, folder, before, labels, genres, probabilities } = row;
  if (labels.length > 0)
    return { id, fileName, folder, before, isLabel: true, ...decideByLabels(labels, before, options) };
  if (!genres || !probabilities)
    return { id, fileName, folder, before, after: before, confidence: 0, isLabel: false, kind: 'not-analysed' };
  return {
    id,
    fileName,
    folder,
    before,
    isLabel: false,
    ...decideGenres({ genres, probabilities }, before, options, map),
  };
}

/** The files of a plan that are to be written, less those left out. @throws AppError request-invalid if the plan was replaced */
export function changesOf(
  plan: StoredPlan | null,
  planId: string,
  skip: Int32Array,
): { path: string; genres: string[]; model: string }[] {
  if (plan?.summary.planId !== planId)
    throw new AppError('request-invalid', 'The preview is out of date; open it again.');
  const skipped = new Set(skip);
  return plan.rows.flatMap(({ id, kind, after }) => {
    const source = plan.sources.get(id);
    return source && WRITING_KINDS.has(kind) && !skipped.has(id) ? [{ ...source, genres: [...after] }] : [];
  });
}
