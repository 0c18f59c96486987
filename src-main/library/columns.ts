import { z } from 'zod';
import { fieldTextsSchema } from '../contract/track.ts';

/** A column that holds JSON. */
export function json<Schema extends z.ZodType>(schema: Schema) {
  return z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(schema);
}

/** A column that holds a JSON list of names. */
export const strings = json(z.array(z.string()));
/** A column that holds further fields of each of a file's tags. */
export const fieldTextLists = json(z.array(fieldTextsSchema));
/** A column that holds a JSON list of numbers. */
export const numbers = json(z.array(z.number()));
/** A column of little-endian float32; the database gives one row's bytes as a buffer and many rows' as plain memory. */
export const floats = z
  .union([z.instanceof(ArrayBuffer), z.instanceof(Uint8Array)])
  .transform((bytes) => new Float32Array(new Uint8Array(bytes).buffer));

/** The labels of a row of `tracks` as a JSON list, in the order in which they were given. */
export const LABELS_OF_TRACK = `(
  SELECT json_group_array(genre)
  FROM (SELECT genre FROM labels WHERE track_id = tracks.id ORDER BY labels.rowid)
)`;

/** The second likeliest genre of a row of `tracks`; NULL where no prediction counts. */
export const SECOND_GENRE = 'iif(predicted IS NULL, NULL, second_genre)';

/** Whether a genre is predicted for a row of `tracks`, or is a style that it has; takes its name twice. */
export const HAS_GENRE = `(
  predicted = ? OR (styles <> '[]' AND EXISTS (SELECT 1 FROM json_each(styles) AS style WHERE style.value = ?))
)`;

/** Numbers as a column keeps them; see floats. */
export function toBytes(values: Float32Array): Buffer {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength);
}
