import { openDatabase } from '../library/database.ts';

/** Both tables have `genres`; rows have one entry for each name. */
const ROWS = `
  SELECT
    tracks.*, tracks.genres AS genres_of_file, analyses.*,
    (SELECT styles FROM model_styles WHERE spec_hash = styles_spec) AS styles_of_model
  FROM tracks LEFT JOIN analyses ON track_id = tracks.id
  ORDER BY path`;

/**
 * What a library has of its tracks, by path, to the bit: bytes in hex. Times and numbers of rows are left out, which differ from
 * one run to the next.
 */
export function libraryRows(path: string): Record<string, unknown>[] {
  const database = openDatabase(path);
  try {
    const rows = database.prepare(ROWS).all();
    return (rows as object[]).map(comparable);
  } finally {
    database.close();
  }
}

function comparable(row: object): Record<string, unknown> {
  const { id: _id, track_id: _track, analysed_at: _time, added_at: _added, ...rest } = row as Record<string, unknown>;
  return Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, inHex(value)]));
}

/** The database gives bytes as plain memory, which would be compared by its kind alone. */
function inHex(value: unknown): unknown {
  const isBytes = value instanceof ArrayBuffer || value instanceof Uint8Array;
  return isBytes ? Buffer.from(new Uint8Array(value)).toString('hex') : value;
}
