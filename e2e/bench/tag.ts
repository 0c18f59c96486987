import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { locateFfmpeg } from '../../src-main/pipeline/decode/locate-ffmpeg.ts';
import { buildDriver } from '../attack/build-tools.ts';
import type { BenchFormat } from './tag-files.ts';
import { BENCH_FORMATS, encodeFile } from './tag-files.ts';
import { measureLarge, MOST_MEGABYTES } from './tag-large.ts';
import { measureSpeed } from './tag-speed.ts';
import { median } from './median.ts';

/**
 * `npm run bench:tag -- [--files 1000] [--rounds 5]`: files a second of writing genres into MP3, FLAC and M4A of 8 MB,
 * and of undoing it, verified and durable as users have it. `--files` is for each format, over all rounds together; at
 * most 100 lie on the disk at once. Beside it, what the disk alone takes for copying and syncing the same bytes.
 * `npm run bench:tag -- --large`: the memory that a 1.2 GB M4B and a 2 GB WAV take; status 1 above 200 MB.
 */
const { values } = parseArgs({
  options: {
    files: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '5' },
    large: { type: 'boolean', default: false },
  },
});
const FILE_BYTES = 8_000_000;

const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;

async function benchSpeed(driver: string, folder: string): Promise<void> {
  const rounds = Number(values.rounds);
  const filesPerRound = Math.max(1, Math.round(Number(values.files) / rounds));
  console.log(`${filesPerRound} files of each format a round, medians of ${rounds} rounds`);
  for (const format of Object.keys(BENCH_FORMATS) as BenchFormat[]) {
    const file = await encodeFile(format, FILE_BYTES);
    const result = await measureSpeed(format, file, filesPerRound, rounds, { driver, folder });
    const [write, undo, disk] = (['write', 'undo', 'disk'] as const).map((name) =>
      median(result.rounds.map((round) => round[name])),
    ) as [number, number, number];
    const ofDisk = (speed: number) => `${((100 * speed) / disk).toFixed(0)}%`;
    console.log(
      `${format.padEnd(5)} ${(result.bytes / 1e6).toFixed(1)} MB: ` +
        `written ${write.toFixed(1)} files/s (${ofDisk(write)} of the disk’s ${disk.toFixed(1)}), ` +
        `undone ${undo.toFixed(1)} files/s (${ofDisk(undo)}), peak ${megabytes(result.peakBytes)}`,
    );
  }
}

async function benchLarge(driver: string, folder: string): Promise<void> {
  for (const {
    name,
    problem,
    fileBytes,
    writeSeconds,
    undoSeconds,
    writePeakBytes,
    undoPeakBytes,
  } of await measureLarge(driver, folder)) {
    const peak = Math.max(writePeakBytes, undoPeakBytes) / 1e6;
    const times = [
      `written in ${writeSeconds.toFixed(1)} s with ${megabytes(writePeakBytes)}`,
      `undone in ${undoSeconds.toFixed(1)} s with ${megabytes(undoPeakBytes)}`,
    ].join(', ');
    const comparison =
      problem ?? (peak < MOST_MEGABYTES ? `within ${MOST_MEGABYTES} MB` : `TOO MUCH: ${MOST_MEGABYTES} MB are allowed`);
    console.log(`${name} (${megabytes(fileBytes)}): ${times}; ${comparison}`);
    if (problem !== null || peak >= MOST_MEGABYTES) process.exitCode = 1;
  }
}

const folder = await realpath(await mkdtemp(join(tmpdir(), 'genrescope-bench-')));
try {
  const driver = await buildDriver(folder);
  const work = join(folder, 'work');
  await mkdir(work);
  const { source, version } = await locateFfmpeg(null);
  console.log(
    `decoder: ${source === 'webassembly' ? 'WebAssembly, within the measured process' : `${source} ${version}`}`,
  );
  await (values.large ? benchLarge(driver, work) : benchSpeed(driver, work));
} finally {
  await rm(folder, { recursive: true });
}
