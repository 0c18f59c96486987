import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { AnalysisWindow } from '../../src-main/contract/values.ts';
import { segmentsOf } from '../../src-main/pipeline/decode/analysis-windows.ts';
import type { Decoder } from '../../src-main/pipeline/decode/decoder.ts';
import { createChildDecoder } from '../../src-main/pipeline/decode/ffmpeg-child.ts';
import { createWasmDecoder } from '../../src-main/pipeline/decode/ffmpeg-wasm.ts';
import { ffmpegVersion } from '../../src-main/pipeline/decode/locate-ffmpeg.ts';
import { FORMATS } from './analyze/formats.ts';
import { median } from './median.ts';
import { ffmpeg } from './music-library.ts';

/**
 * `npm run bench:decode -- [--ffmpeg PATH]... [--rounds N] [--seconds N]`: what a file costs by the system's FFmpeg, by
 * every other one that is named and by the WebAssembly core, in every common format, all in turn in each round. Files
 * are decoded one at a time, as the default model needs them: one channel, 16 kHz.
 */
const { values } = parseArgs({
  options: {
    ffmpeg: { type: 'string', multiple: true, default: [] },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '240' },
  },
});
const rounds = Number(values.rounds);
const fileSeconds = Number(values.seconds);

const SAMPLE_RATE = 16_000;
/** Linux counts a process's processor time in hundredths of a second. */
const TICK_MILLISECONDS = 10;

interface Candidate {
  readonly name: string;
  readonly decoder: Decoder;
}

interface SoundFile {
  readonly format: string;
  readonly path: string;
  readonly seconds: number;
}

/** Milliseconds. */
interface Cost {
  readonly wall: number;
  /** Of this process and of its children that have ended. */
  readonly processor: number;
}

interface Decoding extends Cost {
  readonly samples: readonly Float32Array[];
}

/** Chords and a beat of noise, different left and right. */
function makeSource(source: string): void {
  const chord = (frequencies: readonly number[]) =>
    frequencies.map((frequency) => `sin(2*PI*${frequency}*t)*(1+sin(2*PI*t*${frequency / 880}))`).join('+');
  const sound = [
    `aevalsrc=0.05*(${chord([220, 277.2, 329.6])})|0.05*(${chord([110, 440, 659.3])}):s=44100[chords]`,
    ...[1, 2].map((seed) => `anoisesrc=c=pink:a=0.3:seed=${seed}:r=44100,tremolo=f=${2 * seed}:d=0.9[beat${seed}]`),
    '[beat1][beat2]join=inputs=2:channel_layout=stereo[beat]',
    '[chords][beat]amix=inputs=2:normalize=0',
  ];
  ffmpeg('-filter_complex', sound.join(';'), '-t', String(fileSeconds), '-c:a', 'pcm_s16le', source);
}

function encode(format: string, seconds: number, source: string, path: string, options: readonly string[]): SoundFile {
  ffmpeg('-i', source, '-t', String(seconds), ...options, path);
  return { format, path, seconds };
}

/** The sound in every format; and so short that decoding it takes no time: what is left is the start. */
function makeFiles(folder: string): { shortest: SoundFile; files: SoundFile[] } {
  const source = join(folder, 'source.wav');
  makeSource(source);
  const files = FORMATS.map(([format = '', extension = '', ...options]) => {
    const path = join(folder, `${format.replaceAll('/', ' per ')}.${extension}`);
    return encode(format, fileSeconds, source, path, options);
  });
  return { files, shortest: encode('start (WAV of 0.1 s)', 0.1, source, join(folder, 'short.wav'), []) };
}

async function openCandidates(): Promise<Candidate[]> {
  const programs = ['ffmpeg', ...values.ffmpeg.map((path) => resolve(path))].map(async (program) => {
    const version = await ffmpegVersion(program);
    if (version === null) throw new Error(`${program} does not run.`);
    return { name: `${basename(program)} ${version.split('-', 1)[0]}`, decoder: createChildDecoder(program, version) };
  });
  const worker = resolve('out/main/ffmpeg-core.worker.js');
  return [...(await Promise.all(programs)), { name: 'WebAssembly', decoder: createWasmDecoder(worker) }];
}

/** Of this process with all its threads, and of all children that have ended; NaN where the system is not Linux. */
function processorMilliseconds(): number {
  if (process.platform !== 'linux') return NaN;
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]?.split(' ').slice(11, 15) ?? [];
  return fields.reduce((sum, ticks) => sum + Number(ticks), 0) * TICK_MILLISECONDS;
}

async function decode({ decoder }: Candidate, { path, seconds }: SoundFile, window: AnalysisWindow): Promise<Decoding> {
  const [began, before] = [performance.now(), processorMilliseconds()];
  const samples: Float32Array[] = [];
  for (const segment of segmentsOf(window, seconds))
    for await (const chunk of decoder.decode({ path, sampleRate: SAMPLE_RATE, ...segment }))
      samples.push(chunk.slice());
  return { wall: performance.now() - began, processor: processorMilliseconds() - before, samples };
}

/** By how much a window is not what the whole file has there: decibels below its own level. */
async function windowError(candidate: Candidate, file: SoundFile): Promise<number> {
  const window = (await decode(candidate, file, '30s')).samples.flatMap((chunk) => [...chunk]);
  const whole = (await decode(candidate, file, 'full')).samples.flatMap((chunk) => [...chunk]);
  const first = Math.round((segmentsOf('30s', file.seconds)[0]?.startSeconds ?? 0) * SAMPLE_RATE);
  let [error, energy] = [0, 0];
  for (const [index, sample] of window.entries()) {
    error += (sample - (whole[first + index] ?? 0)) ** 2;
    energy += sample ** 2;
  }
  return 10 * Math.log10(error / energy);
}

const mean = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

/** One line of a table: the medians of wall-clock time, the means of processor time (ticks are coarse), the ratios. */
function row(format: string, costs: readonly (readonly Cost[])[]): string {
  const cells = costs.map((own) => {
    const ratios = own.map(({ wall }, round) => wall / (costs[0]?.[round]?.wall ?? NaN));
    const wall = median(own.map((cost) => cost.wall)).toFixed(0);
    const processor = mean(own.map((cost) => cost.processor)).toFixed(0);
    return `${wall} (${processor}) ×${median(ratios).toFixed(2)}`;
  });
  return `| ${[format, ...cells].join(' | ')} |`;
}

async function measure(
  candidates: readonly Candidate[],
  files: readonly SoundFile[],
  window: AnalysisWindow,
): Promise<void> {
  const header = [window, ...candidates.map(({ name }) => name)];
  console.log(`\n| ${header.join(' | ')} |\n| ${header.map(() => '---').join(' | ')} |`);
  for (const file of files) {
    const costs = candidates.map((): Cost[] => []);
    for (let round = 0; round < rounds; round++)
      for (const [index, candidate] of candidates.entries()) {
        const { wall, processor } = await decode(candidate, file, window);
        costs[index]?.push({ wall, processor });
      }
    console.log(row(file.format, costs));
  }
}

async function checkWindows(candidates: readonly Candidate[], files: readonly SoundFile[]): Promise<void> {
  for (const candidate of candidates) {
    const errors: string[] = [];
    for (const file of files) errors.push(`${file.format} ${(await windowError(candidate, file)).toFixed(0)}`);
    console.log(`${candidate.name}, window against whole file in dB: ${errors.join(', ')}`);
  }
}

const folder = mkdtempSync(join(tmpdir(), 'genrescope-bench-'));
try {
  const { shortest, files } = makeFiles(folder);
  const candidates = await openCandidates();
  console.log(`Files of ${fileSeconds} s, ${SAMPLE_RATE} Hz: medians of ${rounds} rounds.`);
  console.log('Milliseconds of wall-clock (of processor time), × the first.');
  await checkWindows(candidates, files);
  await measure(candidates, [shortest, ...files], '30s');
  await measure(candidates, files, 'full');
} finally {
  rmSync(folder, { recursive: true, force: true });
}
// The WebAssembly core's threads wait for the next file.
process.exit();
