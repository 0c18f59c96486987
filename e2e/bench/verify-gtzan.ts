import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { openDecoder } from '../../src-main/pipeline/decode/open-decoder.ts';
import { powerToDecibels } from '../../src-main/pipeline/features/decibels.ts';
import { createMelStream } from '../../src-main/pipeline/features/mel-stream.ts';
import {
  FEATURE_COLUMNS,
  trackFeatures,
  TRACK_FEATURE_OPTIONS,
} from '../../src-main/pipeline/features/track-features.ts';
import { parseCsv } from '../../src-main/files/csv.ts';

/**
 * `npm run verify:gtzan -- --data FOLDER`: compares our features of GTZAN's own WAV files with numbers that others
 * computed with librosa (`features_30_sec.csv`) and with the stored log-mel pictures.
 */
const { values } = parseArgs({ options: { data: { type: 'string' } } });
if (!values.data) throw new Error('name the folder with gtzan-wav/ and gtzan-logmel/ by --data');
const SAMPLES = 661_500;
const COLUMNS = 387;
const BANDS = 128;
const wavFolder = join(values.data, 'gtzan-wav');
const theirs = parseCsv(readFileSync(join(wavFolder, 'features_30_sec.csv'), 'utf8'));
const index = parseCsv(readFileSync(join(values.data, 'gtzan-logmel', 'index.csv'), 'utf8'));
const storedLogMel = gunzipSync(readFileSync(join(values.data, 'gtzan-logmel', 'logmel_u8.bin.gz')));
const decoder = await openDecoder(null, resolve('out', 'main'));

function openSamples(path: string): AsyncIterable<Float32Array> {
  return decoder.decode({
    path,
    sampleRate: TRACK_FEATURE_OPTIONS.sampleRate,
    durationSeconds: SAMPLES / TRACK_FEATURE_OPTIONS.sampleRate,
  });
}

async function mfccDifference(row: Record<string, string>): Promise<number> {
  const ours = await trackFeatures(() => openSamples(join(wavFolder, row['filename'] ?? '')));
  const differences = FEATURE_COLUMNS.map((name, column) =>
    /^mfcc\d+_mean$/.test(name) ? Math.abs((ours[column] ?? NaN) - Number(row[name])) : 0,
  );
  return Math.max(...differences);
}

/** Decibels between our log-mel and the stored picture: the mean, and the largest. */
async function logMelDifference(row: Record<string, string>): Promise<{ mean: number; largest: number; step: number }> {
  const entry = index.find(({ name }) => name === row['filename']?.replace('.wav', ''));
  const frames: Float64Array[] = [];
  const stream = createMelStream(TRACK_FEATURE_OPTIONS, (energies) => frames.push(energies.map(powerToDecibels)));
  // The pictures were made from the whole files, the table from their first 30 seconds.
  const path = join(wavFolder, row['filename'] ?? '');
  for await (const samples of decoder.decode({ path, sampleRate: TRACK_FEATURE_OPTIONS.sampleRate }))
    stream.push(samples);
  stream.finish();
  const loudest = Math.max(...frames.map((frame) => Math.max(...frame)));
  const range = Number(entry?.['range_db']);
  const differences: number[] = [];
  for (let column = 0; column < COLUMNS; column++) {
    const frame = frames[Math.floor(((column + 0.5) * frames.length) / (COLUMNS + 0.5))];
    for (let band = 0; band < BANDS; band++) {
      const stored =
        ((storedLogMel[(Number(entry?.['row']) * BANDS + band) * COLUMNS + column] ?? 0) / 255 - 1) * range;
      differences.push(Math.abs(Math.max(-range, (frame?.[band] ?? NaN) - loudest) - stored));
    }
  }
  return {
    mean: differences.reduce((a, b) => a + b, 0) / differences.length,
    largest: differences.reduce((a, b) => Math.max(a, b), 0),
    step: range / 255,
  };
}

for (const row of theirs) {
  const difference = await logMelDifference(row);
  const [mean, largest, step] = [difference.mean, difference.largest, difference.step].map(
    (level) => `${level.toFixed(3)} dB`,
  );
  console.log(
    `${row['filename']}: means of 20 MFCC differ by at most ${(await mfccDifference(row)).toExponential(1)}; ` +
      `log-mel by ${mean} on average, ${largest} at most (8-bit step ${step})`,
  );
}
