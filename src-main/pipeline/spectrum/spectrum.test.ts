import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_SPECTRUM } from '../../contract/inspection.ts';
import type { SpectrumWindow } from '../../contract/values.ts';
import { colourTable } from '../../rendering/colour-map.ts';
import { FREQUENCY_SCALES, frequencyAxis } from '../../rendering/frequency-scale.ts';
import { readLevel } from '../../rendering/level-matrix.ts';
import { rasterise, rowBins } from '../../rendering/rasterise.ts';
import type { Decoder } from '../decode/decoder.ts';
import { encodeAudio } from '../../testing/encode-audio.ts';
import { synthesize, synthesizeWav } from '../../testing/synthesize.ts';
import { createTestDecoder } from '../../testing/test-decoder.ts';
import { ColumnFolder } from './column-folder.ts';
import { previewAt } from './preview.ts';
import { PeakFolder } from './peak-folder.ts';
import { readPeaks } from './read-peaks.ts';
import { readTile } from './read-tile.ts';
import type { AudioSource } from './spectrum-scan.ts';
import { SpectrumScan } from './spectrum-scan.ts';

const RATE = 44_100;
/** A sine at −20 dBFS. */
const TONE = { sampleRate: RATE, frequencies: [1000], amplitude: 0.1, noise: 0 };

let folder: string;

async function wav(name: string, options: Parameters<typeof synthesizeWav>[0]): Promise<AudioSource> {
  const path = join(folder, name);
  await writeFile(path, synthesizeWav(options));
  return {
    path,
    sampleRate: options.sampleRate ?? 22_050,
    channels: options.channels ?? 1,
    durationSeconds: options.seconds,
  };
}

/** Levels by the definition of the discrete Fourier transform, in float64. */
function independentLevels(samples: Float32Array, fftSize: number, hop: number): number[][] {
  const window = Array.from({ length: fftSize }, (_, n) => Math.sin((Math.PI * n) / fftSize) ** 2);
  const reference = (window.reduce((sum, value) => sum + value, 0) / 2) ** 2;
  return Array.from({ length: 1 + Math.floor(samples.length / hop) }, (_, t) =>
    Array.from({ length: fftSize / 2 + 1 }, (_bin, k) => {
      let [re, im] = [0, 0];
      for (let n = 0; n < fftSize; n++) {
        const value = (samples[t * hop - fftSize / 2 + n] ?? 0) * (window[n] as number);
        re += value * Math.cos((2 * Math.PI * k * n) / fftSize);
        im -= value * Math.sin((2 * Math.PI * k * n) / fftSize);
      }
      return 10 * Math.log10((re * re + im * im) / reference);
    }),
  );
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'genrescope-spectrum-'));
});

describe('readTile', () => {
  it('gives a whole spectrogram as an independent float64 computation has it', async () => {
    const sound = { seconds: 0.2, sampleRate: RATE, frequencies: [300, 5000], amplitude: 0.8, noise: 0.1 };
    const settings = { ...DEFAULT_SPECTRUM, fftSize: 512, overlap: 0.5 } as const;
    const tile = await readTile(
      await wav('picture.wav', sound),
      settings,
      { framesPerColumn: 1, firstColumn: 0, columns: 1000 },
      createTestDecoder(),
    );
    const samples = synthesize(sound)[0]?.map((value) => Math.round(value * 32_767) / 32_768) as Float32Array;
    const expected = independentLevels(samples, 512, 256);
    expect(tile.columns).toBe(expected.length);
    const worst = expected.flatMap((column, t) =>
      column.map((level, k) => (level < -110 ? 0 : Math.abs(level - (tile.levels[t * tile.bins + k] as number) / 100))),
    );
    expect(Math.max(...worst)).toBeLessThan(0.02);
  });

  it('is the same wherever it begins', async () => {
    const source = await wav('noise.wav', { seconds: 2, sampleRate: RATE, noise: 0.3 });
    const whole = await readTile(
      source,
      DEFAULT_SPECTRUM,
      { framesPerColumn: 2, firstColumn: 0, columns: 60 },
      createTestDecoder(),
    );
    const tile = await readTile(
      source,
      DEFAULT_SPECTRUM,
      { framesPerColumn: 2, firstColumn: 20, columns: 10 },
      createTestDecoder(),
    );
    expect(tile.columns).toBe(10);
    const expected = whole.levels.subarray(20 * whole.bins, 30 * whole.bins);
    expect(
      Math.max(...tile.levels.map((level, index) => Math.abs(level - (expected[index] as number)))),
    ).toBeLessThanOrEqual(2);
  });

  it.each(['hann', 'hamming', 'blackman-harris', 'flat-top'] satisfies SpectrumWindow[])(
    'reads a sine off within one bin and half a decibel (%s)',
    async (window) => {
      for (const frequency of [200, 1000, 9990]) {
        const source = await wav(`tone-${window}-${frequency}.wav`, { seconds: 1, ...TONE, frequencies: [frequency] });
        const tile = await readTile(
          source,
          { ...DEFAULT_SPECTRUM, window },
          { framesPerColumn: 1, firstColumn: 20, columns: 1 },
          createTestDecoder(),
        );
        const hertzPerBin = RATE / DEFAULT_SPECTRUM.fftSize;
        const { decibels, peakHertz } = readLevel(tile, 0, frequency / hertzPerBin, hertzPerBin);
        expect(Math.abs(decibels + 20)).toBeLessThan(0.5);
        expect(Math.abs((peakHertz ?? 0) - frequency)).toBeLessThan(hertzPerBin / 4);
      }
    },
  );

  it('tells channels apart', async () => {
    // The right channel has twice the frequency.
    const source = await wav('stereo.wav', { seconds: 0.5, ...TONE, channels: 2 });
    const levelAt = async (channel: 'left' | 'right' | 'mid' | 'side', hertz: number) => {
      const tile = await readTile(
        source,
        { ...DEFAULT_SPECTRUM, channel },
        { framesPerColumn: 1, firstColumn: 10, columns: 1 },
        createTestDecoder(),
      );
      return readLevel(tile, 0, (hertz * 2048) / RATE, RATE / 2048).decibels;
    };
    expect(await levelAt('left', 1000)).toBeCloseTo(-20, 0);
    expect(await levelAt('left', 2000)).toBeLessThan(-60);
    expect(await levelAt('right', 2000)).toBeCloseTo(-20, 0);
    expect(await levelAt('mid', 1000)).toBeCloseTo(-26, 0);
    expect(await levelAt('side', 2000)).toBeCloseTo(-26, 0);
  });
});

describe('rasterise', () => {
  it.each(FREQUENCY_SCALES)('draws a tone on the row of its frequency (%s)', async (scale) => {
    const source = await wav('tone.wav', { seconds: 1, ...TONE });
    const tile = await readTile(
      source,
      DEFAULT_SPECTRUM,
      { framesPerColumn: 1, firstColumn: 10, columns: 4 },
      createTestDecoder(),
    );
    const axis = frequencyAxis(scale, { minHertz: 20, maxHertz: RATE / 2 });
    const height = 400;
    const table = colourTable('grey');
    const pixels = rasterise(
      tile,
      rowBins(axis, height, (hertz) => (hertz * 2048) / RATE),
      { colours: table, floorDecibels: -100, ceilingDecibels: 0 },
    );
    const brightness = Array.from({ length: height }, (_, y) => (pixels[y * 4] as number) & 255);
    const brightest = brightness.indexOf(Math.max(...brightness));
    const hertz = axis.hertzAt(1 - (brightest + 0.5) / height);
    const pixelHertz = axis.hertzAt(1 - brightest / height) - axis.hertzAt(1 - (brightest + 1) / height);
    expect(Math.abs(hertz - 1000)).toBeLessThan(RATE / 2048 + pixelHertz);
    expect((Math.max(...brightness) / 255) * 100 - 100).toBeGreaterThan(-22);
  });
});

describe('SpectrumScan', () => {
  it('gives the outline and the spectrogram of a whole file', async () => {
    const source = await wav('whole.wav', { seconds: 3, ...TONE });
    const scan = new SpectrumScan(source, DEFAULT_SPECTRUM);
    await scan.run(createTestDecoder(), () => undefined);
    expect(scan.seconds).toBeCloseTo(3, 3);
    const overview = scan.overview();
    expect(readLevel(overview, 50, 1000 / (RATE / 2048), RATE / 2048).decibels).toBeCloseTo(-20, 0);
    const peaks = scan.peaks(100);
    expect(peaks.highest.length).toBeLessThanOrEqual(100);
    expect(Math.max(...peaks.highest)).toBeCloseTo(0.1, 3);
    expect(Math.min(...peaks.lowest)).toBeCloseTo(-0.1, 3);
  });

  it('is as fine whatever the file says of its length, but for one that is much too long', async () => {
    const source = await wav('length.wav', { seconds: 60, ...TONE });
    const scanOf = async (durationSeconds: number | null) => {
      const scan = new SpectrumScan({ ...source, durationSeconds }, { ...DEFAULT_SPECTRUM, fftSize: 512 });
      // A length that is wrong is told of at the end.
      await scan.run(createTestDecoder(), () => undefined).catch(() => undefined);
      return { overview: scan.overview(), peaks: scan.peaks(2 ** 30) };
    };
    const unknown = await scanOf(null);
    const formOf = ({ overview, peaks }: typeof unknown) => [
      overview.framesPerColumn,
      overview.columns,
      peaks.samplesPerPoint,
      peaks.highest.length,
    ];
    expect(formOf(unknown)).toEqual([8, Math.ceil((60 * RATE) / 256 / 8), 4, (60 * RATE) / 4]);
    const { levels } = unknown.overview;
    for (const seconds of [1, 60, 100]) {
      const scan = await scanOf(seconds);
      expect(formOf(scan)).toEqual(formOf(unknown));
      expect(scan.overview.levels.every((level, index) => Math.abs(level - (levels[index] as number)) <= 1)).toBe(true);
      expect(scan.peaks.highest.every((value, point) => value === unknown.peaks.highest[point])).toBe(true);
    }
  });

  it('takes frames as close as it is asked to', async () => {
    const source = await wav('overlap.wav', { seconds: 1, ...TONE });
    const scan = new SpectrumScan(source, DEFAULT_SPECTRUM, 256);
    await scan.run(createTestDecoder(), () => undefined);
    const { hopLength, framesPerColumn, columns } = scan.overview();
    expect([hopLength, framesPerColumn, columns]).toEqual([256, 1, Math.ceil(RATE / 256)]);
  });

  it('says where a file breaks off and keeps what it read', async () => {
    const path = join(folder, 'broken.flac');
    const whole = await encodeAudio('flac', { sound: { seconds: 8, ...TONE } });
    await writeFile(path, whole.subarray(0, whole.length / 2));
    const scan = new SpectrumScan({ path, sampleRate: RATE, channels: 1, durationSeconds: 8 }, DEFAULT_SPECTRUM);
    await expect(scan.run(createTestDecoder(), () => undefined)).rejects.toThrow(/breaks off/);
    expect(scan.seconds).toBeGreaterThan(2);
    expect(scan.overview().columns).toBeGreaterThan(50);
  });
});

it('reads a span of the waveform sample by sample', async () => {
  const source = await wav('span.wav', { seconds: 2, ...TONE });
  const decoder = createTestDecoder();
  const one = await readPeaks(source, { samplesPerPoint: 1, firstPoint: RATE, points: 101 }, decoder);
  const tone = synthesize({ seconds: 2, ...TONE })[0]!.subarray(RATE, RATE + 101);
  expect([...one.highest]).toEqual([...one.lowest]);
  expect(Math.max(...tone.map((value, index) => Math.abs(value - (one.highest[index] as number))))).toBeLessThan(
    2 ** -14,
  );
  const four = await readPeaks(source, { samplesPerPoint: 4, firstPoint: RATE / 2 - 4, points: 10 }, decoder);
  expect([four.samplesPerPoint, four.highest.length]).toEqual([4, 4]);
});

describe('previewAt', () => {
  it('hears a long file at evenly spaced places', async () => {
    const source = { path: 'long.wav', sampleRate: 8000, channels: 1, durationSeconds: 60 } as const;
    const tone = synthesize({ ...TONE, seconds: 60, sampleRate: 8000 })[0]!;
    // One run for all places; what it is asked for is checked by the end-to-end tests with the real one.
    const decoder: Decoder = {
      ...createTestDecoder(),
      run: (args) => Promise.resolve(Buffer.from(tone.buffer, 0, 4 * 8192 * args.filter((arg) => arg === '-i').length)),
    };
    const preview = await previewAt(source, DEFAULT_SPECTRUM, decoder);
    const { spectrogram, peaks } = preview!;
    expect(spectrogram.columns * spectrogram.framesPerColumn * spectrogram.hopLength).toBeCloseTo(60 * 8000, 3);
    for (const column of [0, 20, 47])
      expect(readLevel(spectrogram, column, 256, 8000 / 2048).decibels).toBeCloseTo(-20, 0);
    expect([...peaks.highest].every((value) => Math.abs(value - 0.1) < 0.01)).toBe(true);
    expect(await previewAt({ ...source, durationSeconds: null }, DEFAULT_SPECTRUM, decoder)).toBeNull();
  });
});

describe('folders', () => {
  it('join columns when their places are taken', () => {
    const folded = new ColumnFolder(2, 4);
    for (let frame = 1; frame <= 10; frame++) folded.push(Float64Array.of(frame, 1));
    expect([folded.framesPerColumn, folded.columns]).toEqual([4, 3]);
    const { levels } = folded.matrix(0, 9, 1);
    expect([...levels].map((level) => Math.round(10 ** (level / 1000) * 10) / 10)).toEqual([2.5, 1, 6.5, 1, 9.5, 1]);
  });

  it('join points when their places are taken, whatever the pieces', () => {
    const samples = Float32Array.from({ length: 37 }, (_, index) => Math.sin(index));
    const folded = new PeakFolder(8);
    for (const [from, to] of [
      [0, 3],
      [3, 20],
      [20, 37],
    ])
      folded.push(samples.subarray(from, to), 1);
    const { samplesPerPoint, highest, lowest } = folded.peaks(1);
    expect(samplesPerPoint).toBe(8);
    const segment = (point: number) => samples.subarray(point * 8, point * 8 + 8);
    expect([...highest]).toEqual([0, 1, 2, 3, 4].map((point) => Math.max(...segment(point))));
    expect([...lowest]).toEqual([0, 1, 2, 3, 4].map((point) => Math.min(...segment(point))));
  });

  it.each([1, 2])('find the extremes of %i channels one by one and many at a time', (channels) => {
    const samples = Float32Array.from({ length: 50_000 * channels }, (_, index) => Math.sin(index * index));
    const folded = new PeakFolder(1024);
    // Long pieces and short ones, some of which end within a point.
    for (let from = 0, length = 1; from < samples.length; from += length * channels, length = (length * 7) % 20_011)
      folded.push(samples.subarray(from, from + length * channels), channels);
    const { samplesPerPoint, highest, lowest } = folded.peaks(1);
    expect(samplesPerPoint).toBe(64);
    const width = samplesPerPoint * channels;
    const pieces = Array.from(highest, (_, point) => samples.subarray(point * width, (point + 1) * width));
    expect(pieces.length).toBe(Math.ceil(50_000 / 64));
    expect([...highest]).toEqual(pieces.map((piece) => Math.max(...piece)));
    expect([...lowest]).toEqual(pieces.map((piece) => Math.min(...piece)));
  });
});
