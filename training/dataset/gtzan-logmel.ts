import { parseCsv } from './csv.ts';
import type { Example } from './example.ts';
import { averageRows } from './example.ts';

/** Sizes of the stored pictures: [999 clips][128 mel bands, low to high][387 columns of 77.5 ms], uint8. */
export const GTZAN_BANDS = 128;
/** See {@link GTZAN_BANDS}. */
export const GTZAN_COLUMNS = 387;

/** The parts of the fault-filtered split (Kereliuk, Sturm & Larsen 2015). */
export type GtzanPart = 'train' | 'valid' | 'test';

/**
 * GTZAN as log-mel pictures, by part of the fault-filtered split; faulty clips are left out.
 * @param pictures the unpacked uint8 array; decibels = (u8/255 − 1)·range_db
 * @throws if a clip's genre is not one of `genres`
 */
export function readGtzan(
  pictures: Uint8Array,
  index: string,
  genres: readonly string[],
  bandsPerRow: number,
): Record<GtzanPart, Example[]> {
  const parts: Record<GtzanPart, Example[]> = { train: [], valid: [], test: [] };
  for (const row of parseCsv(index)) {
    const part = row['filtered_split'];
    if (part !== 'train' && part !== 'valid' && part !== 'test') continue;
    const genre = genres.indexOf(row['genre'] ?? '');
    if (genre < 0) throw new Error(`unknown genre ${row['genre']}`);
    parts[part].push({
      id: row['name'] ?? '',
      artist: (row['artist_title'] ?? '').split(' ::: ')[0] ?? '',
      decibels: readPicture(pictures, Number(row['row']), Number(row['range_db']), bandsPerRow),
      columns: GTZAN_COLUMNS,
      allowed: [genre],
    });
  }
  return parts;
}

function readPicture(pictures: Uint8Array, row: number, rangeDecibels: number, bandsPerRow: number): Float32Array {
  const size = GTZAN_BANDS * GTZAN_COLUMNS;
  const bytes = pictures.subarray(row * size, (row + 1) * size);
  return averageRows(Float32Array.from(bytes, (value) => (value / 255 - 1) * rangeDecibels), GTZAN_COLUMNS, bandsPerRow);
}
