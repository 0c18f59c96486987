import { z } from 'zod';
import type { TrackId } from '../contract/track.ts';
import { LABEL_ORIGINS } from '../contract/values.ts';
import type { LibraryDatabase } from './database.ts';
import { jsonText } from './json-text.ts';

/** A row of `labels`. */
export const labelRow = z.object({
  track_id: z.number(),
  genre: z.string(),
  origin: z.enum(LABEL_ORIGINS),
  labelled_at: z.string(),
  is_confirmed: z.number().default(0),
});
/** See {@link labelRow}. */
export type LabelRow = z.infer<typeof labelRow>;

/** New labels of one track. */
export interface TrackLabels {
  readonly id: TrackId;
  readonly genres: readonly string[];
}

const SQL = {
  ofTracks: `
    SELECT track_id, genre, origin, labelled_at, is_confirmed FROM labels
    WHERE track_id IN (SELECT value FROM json_each(?)) ORDER BY rowid`,
  deleteOfTracks: 'DELETE FROM labels WHERE track_id IN (SELECT value FROM json_each(?))',
  // One statement for all of them: ten thousand tracks can be labelled at once.
  // A track may have turned out to be another one.
  insert: `
    INSERT INTO labels (track_id, genre, origin, labelled_at, is_confirmed)
    SELECT
      value ->> 'track_id', value ->> 'genre', value ->> 'origin', value ->> 'labelled_at', value ->> 'is_confirmed'
    FROM json_each(?)
    WHERE value ->> 'track_id' IN (SELECT id FROM tracks)`,
} as const;

/** The labels of some tracks, in the order in which they were given. */
export function labelsOf(database: LibraryDatabase, ids: readonly TrackId[]): LabelRow[] {
  return z.array(labelRow).parse(database.prepare(SQL.ofTracks).all(JSON.stringify(ids)));
}

/** Gives tracks these labels and no others; rows of tracks that are gone are left out. */
export function replaceLabels(database: LibraryDatabase, ids: readonly TrackId[], labels: readonly LabelRow[]): void {
  database.prepare(SQL.deleteOfTracks).run(JSON.stringify(ids));
  database.prepare(SQL.insert).run(jsonText(labels));
}

/** Two labels become one: it is as old as the older, and confirmed if either was. */
export function older(label: LabelRow, other: LabelRow | undefined): LabelRow {
  if (!other) return label;
  const [first] = [label, other].sort((a, b) => (a.labelled_at < b.labelled_at ? -1 : 1));
  return {
    ...(first ?? label),
    origin: label.origin === 'hand' || other.origin === 'hand' ? 'hand' : label.origin,
    is_confirmed: Math.max(label.is_confirmed, other.is_confirmed),
  };
}

/** The genres of every track that has one. */
export function genresByTrack(labels: readonly LabelRow[]): Map<TrackId, string[]> {
  const genres = new Map<TrackId, string[]>();
  for (const { track_id: id, genre } of labels) genres.set(id, [...(genres.get(id) ?? []), genre]);
  return genres;
}
