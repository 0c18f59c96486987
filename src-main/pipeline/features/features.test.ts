import { describe, expect, it } from 'vitest';
import { GOLDEN_CASES } from '../../testing/golden-signals.ts';
import type { GoldenCase } from '../../testing/golden-signals.ts';
import { referenceDecibels, referenceMel, referenceMfcc } from '../../testing/reference-features.ts';
import { synthesize } from '../../testing/synthesize.ts';
import { powerToDecibels } from './decibels.ts';
import { createPowerSpectrum } from './fft.ts';
import golden from './golden.json' with { type: 'json' };
import { createMelStream } from './mel-stream.ts';
import { dctMatrix, mfccOf } from './mfcc.ts';
import { trackFeatures } from './track-features.ts';

const cases = Object.keys(GOLDEN_CASES) as GoldenCase[];

function melDecibels(name: GoldenCase, chunk: number): Float64Array[] {
  const { signal, ...options } = GOLDEN_CASES[name];
  const frames: Float64Array[] = [];
  const stream = createMelStream(
    { ...options, sampleRate: 22_050, minFrequency: 0, maxFrequency: 11_025 },
    (energies) => frames.push(energies.map(powerToDecibels)),
  );
  const samples = signal();
  for (let start = 0; start < samples.length; start += chunk) stream.push(samples.slice(start, start + chunk));
  stream.finish();
  return frames;
}

function largestDifference(a: readonly ArrayLike<number>[], b: readonly ArrayLike<number>[]): number {
  expect(a.length).toBe(b.length);
  return Math.max(
    ...a.flatMap((row, index) => Array.from(row, (value, item) => Math.abs(value - (b[index]?.[item] as number)))),
  );
}

describe.each(cases)('%s', (name) => {
  it('gives the golden log-mel within 0.001 dB, however the stream is cut', () => {
    for (const chunk of [1_000_000, 777, 64]) {
      const decibels = melDecibels(name, chunk);
      const loudest = Math.max(...decibels.flatMap((frame) => [...frame]));
      const picture = decibels.map((frame) => frame.map((value) => Math.max(-80, value - loudest)));
      expect(
        largestDifference(
          picture.filter((_, frame) => frame % 2 === 0),
          golden[name].logMel,
        ),
      ).toBeLessThan(1e-3);
    }
  });

  it('gives the golden MFCC within 0.001', () => {
    const decibels = melDecibels(name, 4096);
    const loudest = Math.max(...decibels.flatMap((frame) => [...frame]));
    const matrix = dctMatrix(20, GOLDEN_CASES[name].melBands);
    expect(
      largestDifference(
        decibels.map((frame) => mfccOf(frame, loudest - 80, matrix)),
        golden[name].mfcc,
      ),
    ).toBeLessThan(1e-3);
  });

  it('has golden numbers that follow from the definitions', () => {
    const { signal, ...options } = GOLDEN_CASES[name];
    const mel = referenceMel(signal(), { ...options, sampleRate: 22_050 });
    const picture = referenceDecibels(mel, 'max', 80).filter((_, frame) => frame % 2 === 0);
    expect(largestDifference(picture, golden[name].logMel)).toBeLessThan(1e-6);
    expect(largestDifference(referenceMfcc(referenceDecibels(mel, 1, 80), 20), golden[name].mfcc)).toBeLessThan(1e-5);
  });
});

describe('the power spectrum', () => {
  it.each([32, 64, 128, 256, 1024])('is that of the discrete Fourier transform of windowed noise (%i)', (size) => {
    const [frame = new Float32Array(0)] = synthesize({ seconds: 1, sampleRate: size, noise: 0.5 });
    const window = Float64Array.from(frame, (_, n) => Math.sin((Math.PI * n) / size) ** 2);
    const power = new Float64Array(size / 2 + 1);
    createPowerSpectrum(size, window).compute(frame, power);
    power.forEach((value, bin) => {
      const part = (wave: (angle: number) => number) =>
        frame.reduce(
          (sum, sample, n) => sum + sample * (window[n] as number) * wave((2 * Math.PI * bin * n) / size),
          0,
        );
      expect(value).toBeCloseTo(part(Math.cos) ** 2 + part(Math.sin) ** 2, 9);
    });
  });

  it('keeps the windows of spectra of one size apart', () => {
    const frame = new Float32Array(32).fill(1);
    const power = new Float64Array(17);
    const [one, two] = [1, 2].map((height) => createPowerSpectrum(32, new Float64Array(32).fill(height)));
    for (const [spectrum, height] of [
      [one, 1],
      [two, 2],
      [one, 1],
    ] as const) {
      spectrum?.compute(frame, power);
      expect(power[0]).toBe((32 * height) ** 2);
    }
  });

  it.each([32, 64, 128, 2048])('puts a sine of %i samples into its bin', (size) => {
    const power = new Float64Array(size / 2 + 1);
    createPowerSpectrum(size, new Float64Array(size).fill(1)).compute(
      Float32Array.from({ length: size }, (_, n) => Math.cos((2 * Math.PI * 2 * n) / size)),
      power,
    );
    power.forEach((value, bin) => expect(value / (size / 2) ** 2).toBeCloseTo(bin === 2 ? 1 : 0, 6));
  });

  it('refuses sizes that are no power of two', () => {
    expect(() => createPowerSpectrum(1000, new Float64Array(1000))).toThrow(RangeError);
  });
});

describe('the table of features', () => {
  it('reads off a sine: length, RMS, zero crossings, centroid', async () => {
    const samples = synthesize({ seconds: 2, frequencies: [1000], amplitude: 0.5, noise: 0 })[0] as Float32Array;
    const [length, rms, , centroid, , , , rolloff, , crossings] = await trackFeatures(async function* () {
      yield samples.slice(0, 10_001);
      yield samples.slice(10_001);
    });
    expect(length).toBeCloseTo(2, 6);
    expect(rms).toBeGreaterThan(0.34);
    expect(rms).toBeLessThan(0.36);
    expect(centroid).toBeGreaterThan(990);
    expect(centroid).toBeLessThan(1100);
    expect(rolloff).toBeLessThan(1100);
    expect(crossings).toBeCloseTo((2 * 1000) / 22_050, 2);
  });
});
