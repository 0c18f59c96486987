import { mkdtemp, readdir, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import type { SpectrumSettings } from '../../contract/inspection.ts';
import { DEFAULT_SPECTRUM } from '../../contract/inspection.ts';
import { synthesizeWav } from '../../testing/synthesize.ts';
import { createTestDecoder } from '../../testing/test-decoder.ts';
import type { CacheOptions } from './scan-cache.ts';
import { keepScan, keptScan } from './scan-cache.ts';
import { SpectrumScan } from './spectrum-scan.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'genrescope-scans-'));
});

const kept = ({ source }: SpectrumScan, settings: SpectrumSettings, cache: CacheOptions) =>
  keptScan(source.path, Promise.resolve(source), settings, cache);

async function read(name: string): Promise<SpectrumScan> {
  const path = join(folder, name);
  await writeFile(path, synthesizeWav({ seconds: 2 }));
  const scan = new SpectrumScan({ path, sampleRate: 22_050, channels: 1, durationSeconds: 2 }, DEFAULT_SPECTRUM);
  await scan.run(createTestDecoder(), () => undefined);
  return scan;
}

const cacheOf = (limitBytes: number) => ({ folder: join(folder, 'cache'), limitBytes });

it('gives back what was read, as long as the file is the same', async () => {
  const scan = await read('a.wav');
  const cache = cacheOf(1e9);
  expect(await kept(scan, DEFAULT_SPECTRUM, cache)).toBeNull();
  await keepScan(scan, DEFAULT_SPECTRUM, cache);
  const given = await kept(scan, DEFAULT_SPECTRUM, cache);
  expect(given?.overview()).toEqual(scan.overview());
  expect(given?.overview({ framesPerColumn: 1, columns: 10 })).toEqual(
    scan.overview({ framesPerColumn: 1, columns: 10 }),
  );
  expect(given?.peaks(1000)).toEqual(scan.peaks(1000));
  expect(given?.seconds).toBe(scan.seconds);
  expect(await kept(scan, { ...DEFAULT_SPECTRUM, fftSize: 4096 }, cache)).toBeNull();
  await utimes(scan.source.path, 1, 1);
  expect(await kept(scan, DEFAULT_SPECTRUM, cache)).toBeNull();
});

it('keeps to its limit, drops what belongs to files that are gone, and passes over damage', async () => {
  const [a, b] = [await read('a.wav'), await read('b.wav')];
  await keepScan(a, DEFAULT_SPECTRUM, cacheOf(1e9));
  const [only = ''] = await readdir(join(folder, 'cache'));
  await utimes(join(folder, 'cache', only), 1, 1);
  await keepScan(b, DEFAULT_SPECTRUM, cacheOf(600_000));
  expect(await kept(a, DEFAULT_SPECTRUM, cacheOf(1e9))).toBeNull();
  expect(await kept(b, DEFAULT_SPECTRUM, cacheOf(1e9))).not.toBeNull();
  await rm(b.source.path);
  await keepScan(a, DEFAULT_SPECTRUM, cacheOf(1e9));
  expect(await readdir(join(folder, 'cache'))).toEqual([only]);
  await truncate(join(folder, 'cache', only), 1000);
  expect(await kept(a, DEFAULT_SPECTRUM, cacheOf(1e9))).toBeNull();
  await keepScan(a, DEFAULT_SPECTRUM, cacheOf(0));
  expect(await kept(a, DEFAULT_SPECTRUM, cacheOf(1e9))).toBeNull();
});
