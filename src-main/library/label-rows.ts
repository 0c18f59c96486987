import { z } from 'zod';
import type { TrackId } from '../contract/track.ts';
import { LABEL_ORIGINS } from '../contract/values.ts';

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
