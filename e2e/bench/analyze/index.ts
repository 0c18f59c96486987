import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { AnalysisWindow } from '../../../src-main/contract/values.ts';
import { median } from '../median.ts';
import { ffmpeg, makeMusicLibrary } from '../music-library.ts';
import { readSpans, stageSeconds, writeChromeTrace } from '../trace/chrome-trace.ts';
import { decodeAlone } from './decode-alone.ts';
import { FORMATS, makeFormat } from './formats.ts';
import { runAnalysis, watchAnalysis } from './run-analysis.ts';

/**
 * `npm run bench:analyze -- [--music FOLDER] [--rounds N] [--tracks N] [--ffmpeg PATH] [--trace FILE]`: tracks a second
 * for MP3s of four minutes, beside the time that the system's FFmpeg alone needs to decode the same windows, a process a
 * file, in the same run; the same for files of every common format; the memory that a three-hour file takes. `--ffmpeg`
 * has the analysis decode by another FFmpeg. `--trace` writes where the time of one more run goes, for Perfetto.
 */
const { values } = parseArgs({
  options: {
    music: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    tracks: { type: 'string', default: '100' },
    ffmpeg: { type: 'string' },
    trace: { type: 'string' },
  },
});
const rounds = Number(values.rounds);
const trackCount = Number(values.tracks);
const FORMAT_TRACKS = 20;
const jobs = availableParallelism();
const folder = mkdtempSync(join(tmpdir(), 'genrescope-bench-'));
const library = join(folder, 'library');
const common = { home: join(folder, 'home'), ffmpeg: values.ffmpeg ?? null };
const megabytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(0)} MB`;

async function measure(target: string, paths: readonly string[], window: AnalysisWindow): Promise<string> {
  const ours: number[] = [];
  const alone: number[] = [];
  for (let round = 0; round < rounds; round++) {
    alone.push(await decodeAlone(paths, { program: 'ffmpeg', window, jobs }));
    ours.push(await runAnalysis({ ...common, target, window }));
  }
  const { tree } = await watchAnalysis({ ...common, target, window });
  const speedOf = (seconds: readonly number[]) => (paths.length / median(seconds)).toFixed(1);
  const ratio = median(ours.map((seconds, round) => (alone[round] ?? 0) / seconds));
  return (
    `${speedOf(ours)} tracks/s; decoding alone ${speedOf(alone)}; ${ratio.toFixed(2)} times its speed; ` +
    `at most ${megabytes(tree)} of all processes`
  );
}

async function measureFormats(source: string): Promise<void> {
  for (const format of FORMATS) {
    const target = join(folder, format[0]);
    const paths = makeFormat(format, { source, folder: target, count: FORMAT_TRACKS });
    console.log(`${format[0]}, 30s: ${await measure(target, paths, '30s')}`);
    rmSync(target, { recursive: true });
  }
}

async function measureLongFile(piece: string): Promise<void> {
  const long = join(folder, 'three hours.mp3');
  ffmpeg('-stream_loop', '45', '-i', piece, '-t', '10800', '-c', 'copy', long);
  const { seconds, own, start } = await watchAnalysis({ ...common, target: long, window: 'full' });
  console.log(
    `3 h, full: ${seconds.toFixed(1)} s; RSS ${megabytes(start)} after 1.5 s, ` +
      `at most ${megabytes(own)}: growth ${megabytes(own - start)}`,
  );
}

async function traceRun(file: string): Promise<void> {
  const spans = join(folder, 'spans.json');
  const seconds = await runAnalysis({ ...common, target: library, window: '30s', spans });
  const read = readSpans(spans);
  writeChromeTrace(file, read);
  const stages = stageSeconds(read).map(({ stage, seconds: taken }) => `${stage} ${taken.toFixed(1)} s`);
  console.log(`trace of ${seconds.toFixed(1)} s, files at once: ${stages.join(', ')}; ${file}`);
}

try {
  const paths = makeMusicLibrary({ folder: library, music: values.music ?? null, tracks: trackCount });
  const piece = paths[0] ?? '';
  console.log(`${trackCount} MP3s of 4 minutes (192 kbit/s, 44.1 kHz stereo), ${jobs} cores`);
  if (values.trace !== undefined) await traceRun(values.trace);
  for (const window of ['30s', 'full'] as const) console.log(`${window}: ${await measure(library, paths, window)}`);
  await measureFormats(piece);
  await measureLongFile(piece);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
