import { z } from 'zod';
import type { TrackSelection } from '../contract/track.ts';
import { floats, LABELS_OF_TRACK, numbers, strings } from './columns.ts';
import type { LibraryDatabase } from './database.ts';

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
  styles_spec: z.string().nullable(),
  style_scores: floats.nullable(),
});

/** What the library knows of a track whose genres are to be written. */
export type PlanRow = z.infer<typeof planRowSchema>;

/** The file was changed since it was labelled, and it was not yet looked whether it holds the same recording. */
const IS_UNVERIFIED = `EXISTS (
  SELECT 1 FROM label_sounds
  WHERE label_sounds.track_id = tracks.id AND label_sounds.sound_hash IS NOT tracks.sound_hash
)`;

const SELECTED = `
  SELECT
    id, path, file_name, folder, tracks.genres AS before,
    analyses.genres AS genres, probabilities, model, styles_spec, style_scores,
    CASE WHEN ${IS_UNVERIFIED} THEN '[]' ELSE ${LABELS_OF_TRACK} END AS labels
  FROM tracks
  LEFT JOIN analyses ON track_id = id AND status = 'done'
  WHERE root = ? AND status <> 'missing'`;

/** The tracks of a selection that are there, by their paths. @param root the open folder */
export function planRows(database: LibraryDatabase, root: string, selection: TrackSelection): PlanRow[] {
  const isSome = selection.kind === 'ids';
  const restriction = isSome ? 'AND id IN (SELECT value FROM json_each(?))' : '';
  const parameters = isSome ? [root, JSON.stringify([...selection.ids])] : [root];
  const found: unknown = database.prepare(`${SELECTED} ${restriction} ORDER BY path`).all(...parameters);
  return z.array(planRowSchema).parse(found);
}
