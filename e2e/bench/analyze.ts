import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ffmpeg, makeMusicLibrary } from './music-library.ts';
import { processMemory, treeMemory } from './process-memory.ts';
import { median } from './median.ts';

/**
 * `npm run bench:analyze -- [--music FOLDER] [--rounds N]`: tracks a second for 100 MP3s of four minutes, beside the
 * time that FFmpeg alone needs to decode the same windows in the same run, and the memory that a three-hour file takes.
 */
const { values } = parseArgs({
  options: {
    music: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    tracks: { type: 'string', default: '100' },
  },
});
const rounds = Number(values.rounds);
const trackCount = Number(values.tracks);
const jobs = availableParallelism();
const folder = mkdtempSync(join(tmpdir(), 'genrescope-bench-'));
const library = join(folder, 'library');
const megabyte = 1024 * 1024;

async function decodeAlone(paths: readonly string[], window: '30s' | 'full'): Promise<number> {
  const files = [...paths];
  const range = window === '30s' ? ['-ss', '105', '-t', '30'] : [];
  const started = performance.now();
  await Promise.all(
    Array.from({ length: jobs }, async () => {
      for (let file = files.pop(); file; file = files.pop()) {
        const args = [
          '-v',
          'error',
          '-nostdin',
          ...range,
          '-i',
          file,
          '-map',
          '0:a:0',
          '-af',
          'aresample=22050:rematrix_maxval=1.0',
          '-ac',
          '1',
          '-f',
          'f32le',
          '-y',
          '/dev/null',
        ];
        await new Promise<void>((done) => spawn('ffmpeg', args, { stdio: 'ignore' }).once('close', () => done()));
      }
    }),
  );
  return (performance.now() - started) / 1000;
}

async function analyse(
  target: string,
  window: '30s' | 'full',
): Promise<{ seconds: number; tree: number; own: number; start: number }> {
  const started = performance.now();
  const child = spawn(process.execPath, ['out/main/cli.js', 'analyze', target, '--window', window, '--json'], {
    stdio: 'ignore',
    env: { ...process.env, GENRESCOPE_HOME: join(folder, 'home') },
  });
  let [tree, own, start] = [0, 0, 0];
  const timer = setInterval(() => {
    const memory = processMemory(child.pid ?? 0);
    // What the program takes before the first file is half decoded.
    if (performance.now() - started < 1_500) start = Math.max(start, memory);
    own = Math.max(own, memory);
    tree = Math.max(tree, treeMemory(child.pid ?? 0));
  }, 50);
  const status = await new Promise<number | null>((done) => child.once('close', done));
  clearInterval(timer);
  if (status !== 0) throw new Error(`analyze ended with ${status}`);
  return { seconds: (performance.now() - started) / 1000, tree, own, start };
}

const megabytes = (bytes: number): string => `${(bytes / megabyte).toFixed(0)} MB`;

async function measureWindow(paths: readonly string[], window: '30s' | 'full'): Promise<void> {
  const ours: number[] = [];
  const alone: number[] = [];
  const ratios: number[] = [];
  let tree = 0;
  for (let round = 0; round < rounds; round++) {
    const decoding = await decodeAlone(paths, window);
    const analysis = await analyse(library, window);
    tree = Math.max(tree, analysis.tree);
    ours.push(analysis.seconds);
    alone.push(decoding);
    ratios.push(analysis.seconds / decoding);
  }
  const speedOf = (seconds: readonly number[]) => `${(trackCount / median(seconds)).toFixed(1)} tracks/s`;
  console.log(
    `${window}: ${speedOf(ours)}; decoding alone ${speedOf(alone)}; ` +
      `${median(ratios).toFixed(2)} times decode-only (medians of ${rounds}); ` +
      `peak RSS of all processes ${megabytes(tree)}`,
  );
}

async function measureLongFile(piece: string): Promise<void> {
  const long = join(folder, 'three hours.mp3');
  ffmpeg('-stream_loop', '45', '-i', piece, '-t', '10800', '-c', 'copy', long);
  const { seconds, own, start } = await analyse(long, 'full');
  console.log(
    `3 h, full: ${seconds.toFixed(1)} s; RSS ${megabytes(start)} after 1.5 s, ` +
      `at most ${megabytes(own)}: growth ${megabytes(own - start)}`,
  );
}

try {
  const paths = makeMusicLibrary({ folder: library, music: values.music ?? null, tracks: trackCount });
  console.log(`${trackCount} MP3s of 4 minutes (192 kbit/s, 44.1 kHz stereo), ${jobs} jobs`);
  await measureWindow(paths, '30s');
  await measureWindow(paths, 'full');
  await measureLongFile(paths[0] ?? '');
} finally {
  rmSync(folder, { recursive: true, force: true });
}
