import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Encoding } from '../../src-main/testing/encode-audio.ts';
import { ALL_ENCODINGS } from '../../src-main/testing/encode-audio.ts';
import { buildDriver } from '../attack/build-tools.ts';
import { originalOf } from '../attack/samples.ts';
import type { FormatResult } from './fuzz-format.ts';
import { fuzzFormat } from './fuzz-format.ts';

/** What to fuzz. */
export interface FuzzOptions {
  /** Of each format. */
  readonly mutants: number;
  readonly seed: number;
  readonly formats: readonly Encoding[];
  /** Formats at once. */
  readonly jobs: number;
  /** Told of each format. */
  readonly onResult?: (result: FormatResult) => void;
}

/** Runs all formats. @returns their results and the seconds they took */
export async function runFuzz({
  mutants,
  seed,
  formats,
  jobs,
  onResult,
}: FuzzOptions): Promise<{ readonly results: readonly FormatResult[]; readonly seconds: number }> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'genrescope-fuzz-')));
  try {
    const originals = new Map<Encoding, Buffer>();
    for (const encoding of ALL_ENCODINGS) originals.set(encoding, await originalOf(encoding, 0.5));
    const tools = { driver: await buildDriver(folder), folder: join(folder, 'mutants'), seed, originals };
    const started = performance.now();
    const waiting = [...formats];
    const results: FormatResult[] = [];
    const takeFormats = async () => {
      for (let encoding = waiting.shift(); encoding !== undefined; encoding = waiting.shift()) {
        const result = await fuzzFormat(encoding, mutants, tools);
        results.push(result);
        onResult?.(result);
      }
    };
    await Promise.all(Array.from({ length: jobs }, takeFormats));
    return { results, seconds: (performance.now() - started) / 1000 };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** A format's counts in one line, and a line for each defect. */
export function describeFormat({
  encoding,
  mutants,
  written,
  caught,
  refused,
  defects,
  peakBytes,
}: FormatResult): string {
  const codes = [...refused].sort(([, a], [, b]) => b - a).map(([code, count]) => `${code} ${count}`);
  const line = [
    `${encoding.padEnd(11)} ${mutants} mutants: ${written} written, ${caught} only where FFmpeg does not look`,
    `refused: ${codes.join(', ') || 'none'}`,
    `${defects.length} defects`,
    `peak ${Math.round(peakBytes / 2 ** 20)} MiB`,
  ].join('; ');
  return [line, ...defects.map(({ name, made, what }) => `  ${name} (${made}): ${what}`)].join('\n');
}
