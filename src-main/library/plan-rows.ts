import { z } from 'zod';
import { fieldTextLists, floats, LABELS_OF_TRACK, numbers, strings } from './columns.ts';
import type { LibraryDatabase } from './database.ts';
import { idPieces, pagesOf } from './pages.ts';

const planRowSchema = z.object({
  id: z.number(),
  path: z.string(),
  file_name: z.string(),
  folder: z.string(),
  title: z.string(),
  artist: z.string(),
  album: z.string(),
  before: strings,
  labels: strings,
  genres: strings.nullable(),
  probabilities: numbers.nullable(),
  model: z.string().nullable(),
  styles_spec: z.string().nullable(),
  style_scores: floats.nullable(),
  /** Null where they were not read yet. */
  field_texts: fieldTextLists.nullable(),
});

/** What the library knows of a track whose genres are to be written. */
export type PlanRow = z.infer<typeof planRowSchema>;

/** The file was changed since it was labelled, and it was not yet looked whether it holds the same recording. */
const IS_UNVERIFIED = `EXISTS (
  SELECT 1 FROM label_sounds
  WHERE label_sounds.track_id = tracks.id AND label_sounds.sound_hash IS NOT tracks.sound_hash
)`;

/** Some milliseconds of work; on a busy machine, some tens. */
const TRACKS_AT_ONCE = 100;

const COLUMNS = `
  tracks.id, tracks.path, file_name, folder, title, artist, album, tracks.genres AS before,
  analyses.genres AS genres, probabilities, model, styles_spec, style_scores, field_texts,
  CASE WHEN ${IS_UNVERIFIED} THEN '[]' ELSE ${LABELS_OF_TRACK} END AS labels`;

const SELECTED = `
  SELECT ${COLUMNS}
  FROM json_each(?) AS wanted
  JOIN tracks ON tracks.id = wanted.value
  LEFT JOIN analyses ON track_id = tracks.id AND status = 'done'
  WHERE status <> 'missing'
  ORDER BY wanted.key`;

const BELOW = `
  SELECT ${COLUMNS}
  FROM tracks INDEXED BY tracks_by_path
  LEFT JOIN analyses ON track_id = tracks.id AND status = 'done'
  WHERE root = ? AND path > ?
  ORDER BY path LIMIT ?`;

/** Those of some tracks that are there, in their order; some at a time, so that others have their turn. */
export async function* planRows(database: LibraryDatabase, ids: Int32Array): AsyncGenerator<PlanRow[]> {
  const statement = database.prepare(SELECTED);
  for await (const piece of idPieces(ids, TRACKS_AT_ONCE)) yield z.array(planRowSchema).parse(statement.all(piece));
}

/** All tracks below an opened folder, some at a time; those that are missing have no prediction. */
export function planRowsBelow(database: LibraryDatabase, root: string): AsyncGenerator<PlanRow[]> {
  const statement = database.prepare(BELOW);
  const read = (behind: string, size: number) => z.array(planRowSchema).parse(statement.all(root, behind, size));
  return pagesOf({ first: '', size: TRACKS_AT_ONCE, keyOf: ({ path }: PlanRow) => path, read });
}
