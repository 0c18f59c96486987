import { parseCsv } from '../../src-main/files/csv.ts';
import type { Dataset, Example, Subset } from './example.ts';

const BANDS = 128;
const FRAMES = 387;
/** 77.5 ms: the nearest whole number of samples. */
const HOP_LENGTH = 1708;

/**
 * GTZAN as log-mel spectrograms: uint8 [999 clips][128 mel bands, low to high][387 columns]; decibels =
 * (u8/255 − 1)·range_db + peak_db. It comes with two splits: fault-filtered (Kereliuk, Sturm & Larsen 2015), which
 * leaves faulty clips out, and stratified.
 * @param genres names in the order of the network's outputs
 * @throws if a clip's genre is not one of `genres`
 */
export function readGtzan(logMel: Uint8Array, index: string, genres: readonly string[]): Dataset {
  const examples = parseCsv(index).map((row): Example => {
    const genre = genres.indexOf(row['genre'] ?? '');
    if (genre < 0) throw new Error(`unknown genre ${row['genre']}`);
    return {
      id: row['name'] ?? '',
      artist: (row['artist_title'] ?? '').split(' ::: ')[0] ?? '',
      levels: framesFirst(logMel, Number(row['row'])),
      frames: FRAMES,
      range: Number(row['range_db']),
      peak: Number(row['peak_db']),
      allowed: [genre],
      published: {
        ...publishedIn('fault-filtered', row['filtered_split']),
        ...publishedIn('stratified', row['stratified_split']),
      },
    };
  });
  return {
    name: 'GTZAN (log-mel pictures)',
    genres,
    bands: BANDS,
    frontEnd: { kind: 'mel-decibels', hopLength: HOP_LENGTH },
    examples,
  };
}

function publishedIn(split: string, subset: string | undefined): Record<string, Subset> {
  return subset === 'train' || subset === 'valid' || subset === 'test' ? { [split]: subset } : {};
}

function framesFirst(logMel: Uint8Array, row: number): Uint8Array {
  const bytes = logMel.subarray(row * BANDS * FRAMES, (row + 1) * BANDS * FRAMES);
  const levels = new Uint8Array(bytes.length);
  for (let band = 0; band < BANDS; band++) {
    for (let frame = 0; frame < FRAMES; frame++) levels[frame * BANDS + band] = bytes[band * FRAMES + frame] as number;
  }
  return levels;
}
