import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { createDecoder, locateFfmpeg } from '../../src-main/pipeline/decode/locate-ffmpeg.ts';
import type { Normalisation } from '../dataset/augment.ts';
import type { Example } from '../dataset/example.ts';
import { rowMoments } from '../dataset/example.ts';
import type { GtzanPart } from '../dataset/gtzan-logmel.ts';
import { readGtzan } from '../dataset/gtzan-logmel.ts';
import { readClips } from './read-clips.ts';
import { GENRES, INPUT, MEL } from './recipe.ts';

/** The data of a run. Nothing of an artist in `valid` or `test` is in `clips`. */
export interface TrainingData {
  readonly gtzan: Record<GtzanPart, Example[]>;
  readonly clips: readonly Example[];
  /** Of GTZAN's training part. */
  readonly normalisation: Normalisation;
}

/** Reads GTZAN's pictures and decodes the clips. @throws if the data are not in `folder` */
export async function loadData(folder: string, workerFolder: string, say: (line: string) => void): Promise<TrainingData> {
  const pictures = gunzipSync(await readFile(join(folder, 'gtzan-logmel', 'logmel_u8.bin.gz')));
  const index = await readFile(join(folder, 'gtzan-logmel', 'index.csv'), 'utf8');
  const gtzan = readGtzan(pictures, index, GENRES, INPUT.bandsPerRow);
  const location = await locateFfmpeg(null);
  const clips = await readClips(
    {
      folder,
      genres: GENRES,
      mel: MEL,
      bandsPerRow: INPUT.bandsPerRow,
      rangeDecibels: INPUT.rangeDecibels,
      decoder: createDecoder(location, join(workerFolder, 'ffmpeg-core.worker.js')),
      heldOutArtists: [...gtzan.valid, ...gtzan.test].map(({ artist }) => artist),
    },
    (done, total) => {
      if (done % 100 === 0 || done === total) say(`decoded ${done} of ${total} clips`);
    },
  );
  return { gtzan, clips, normalisation: rowMoments(gtzan.train, INPUT.rows) };
}

/** Tracks per genre; partial labels under their own names joined. */
export function countGenres(examples: readonly Example[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { allowed } of examples) {
    const name = allowed.map((index) => GENRES[index]).join('|');
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}
