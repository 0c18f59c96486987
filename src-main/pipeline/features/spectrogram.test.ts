import { describe, expect, it } from 'vitest';
import { referenceSpectrogram } from '../../testing/reference-spectrogram.ts';
import { synthesize } from '../../testing/synthesize.ts';
import type { FeatureSpec } from './feature-spec.ts';
import { featureSpecHash, featureSpecSchema, inputShape } from './feature-spec.ts';
import { EFFICIENTAT_SPEC, MUSICNN_SPEC } from './known-specs.ts';
import { createMelStream } from './mel-stream.ts';
import type { Patch } from './patch-stream.ts';
import { PatchStream } from './patch-stream.ts';
import type { SpectrogramSpec } from './spectrogram-spec.ts';

const decibels = { kind: 'decibels', rangeDecibels: 60, referenceSeconds: 30 } as const;
const SPECS: Readonly<Record<string, SpectrogramSpec>> = {
  musicnn: MUSICNN_SPEC,
  EfficientAT: EFFICIENTAT_SPEC,
  'musicnn, not centred': { ...MUSICNN_SPEC, centring: false },
  'musicnn in decibels of magnitudes': { ...MUSICNN_SPEC, power: 1, compression: decibels },
  'HTK’s mels of 22,050 Hz, reflected': {
    ...MUSICNN_SPEC,
    sampleRate: 22_050,
    melScale: 'htk',
    padding: 'reflect',
    minFrequency: 50,
    maxFrequency: 11_025,
  },
  'HTK’s mels without a norm, an odd window': { ...MUSICNN_SPEC, melScale: 'htk', melNorm: 'none', windowLength: 401 },
  'EfficientAT with a long step and silence around': { ...EFFICIENTAT_SPEC, hopLength: 1500, padding: 'zero' },
  'Kaldi’s mels, small frames': {
    ...EFFICIENTAT_SPEC,
    fftSize: 256,
    windowLength: 256,
    window: 'hann-periodic',
    hopLength: 100,
    melBands: 20,
    minFrequency: 20,
    preEmphasis: 0,
    power: 1,
  },
};

function signalFor(spec: FeatureSpec, samples: number): Float32Array {
  const seconds = samples / spec.sampleRate;
  return synthesize({ seconds, sampleRate: spec.sampleRate, frequencies: [130, 900, 4100], noise: 0.1 })[0]!;
}

function patchesOf(spec: FeatureSpec, signal: Float32Array, chunk = signal.length): Patch[] {
  const patches: Patch[] = [];
  const patchStream = new PatchStream(spec, (patch) => patches.push(patch));
  const melStream = createMelStream(spec, (energies) => patchStream.push(energies));
  for (let start = 0; start < signal.length; start += Math.max(1, chunk))
    melStream.push(signal.slice(start, start + chunk));
  melStream.finish();
  patchStream.finish();
  return patches;
}

function bytesOf(patches: readonly Patch[]): Buffer {
  return Buffer.concat(patches.map(({ values }) => Buffer.from(values.buffer)));
}

/** Between a patch, which is one segment, and what the definitions give for every frame. */
function largestDifference(patch: Patch, spec: SpectrogramSpec, expected: readonly (readonly number[])[]): number {
  let largest = 0;
  for (let frame = 0; frame < spec.patchFrames; frame++)
    expected[frame % expected.length]!.forEach((value, band) => {
      largest = Math.max(largest, Math.abs(patch.values[band * spec.patchFrames + frame]! - value));
    });
  return largest;
}

describe.each(Object.entries(SPECS))('the spectrogram of %s', (_name, spec) => {
  it('follows from the definitions', () => {
    expect(featureSpecSchema.parse(spec)).toEqual(spec);
    for (const samples of [spec.fftSize + 7, 5 * spec.hopLength + spec.fftSize]) {
      const signal = signalFor(spec, samples);
      const patches = patchesOf(spec, signal);
      const expected = referenceSpectrogram(signal, spec);
      expect(patches.map(({ startFrame, frames }) => [startFrame, frames])).toEqual([[0, expected.length]]);
      expect(largestDifference(patches[0]!, spec, expected)).toBeLessThan(1e-4);
    }
  });

  it('is the same however the stream is cut', () => {
    const signal = signalFor(spec, 7 * spec.fftSize + 11);
    const whole = patchesOf(spec, signal);
    for (const chunk of [1, 63, 777, 2048])
      expect(bytesOf(patchesOf(spec, signal, chunk)).equals(bytesOf(whole))).toBe(true);
  });
});

describe('segments that are shorter than half a frame', () => {
  it.each([3, 4, 200, 513])('are reflected again and again: %i samples', (samples) => {
    const signal = signalFor(EFFICIENTAT_SPEC, samples);
    const [patch] = patchesOf(EFFICIENTAT_SPEC, signal);
    const expected = referenceSpectrogram(signal, EFFICIENTAT_SPEC);
    expect(largestDifference(patch!, EFFICIENTAT_SPEC, expected)).toBeLessThan(1e-4);
  });

  it('of one sample or none are silent where the first is lost, and give nothing where no frame fits', () => {
    for (const samples of [0, 1]) {
      const values = new Set(patchesOf(EFFICIENTAT_SPEC, new Float32Array(samples).fill(0.5))[0]!.values);
      expect([...values]).toEqual([Math.fround((Math.log(1e-5) + 4.5) / 5)]);
    }
    expect(patchesOf({ ...MUSICNN_SPEC, centring: false }, new Float32Array(511))).toEqual([]);
  });
});

describe('the patches of a spectrogram', () => {
  it('are made as soon as their frames are there, and the last one ends with the segment', () => {
    const spec: SpectrogramSpec = { ...MUSICNN_SPEC, patchFrames: 20, patchHopFrames: 20 };
    const patches: Patch[] = [];
    const stream = new PatchStream(spec, (patch) => patches.push(patch));
    const energies = new Float64Array(spec.melBands);
    for (let frame = 0; frame < 47; frame++) stream.push(energies.fill(frame));
    expect(patches.map(({ startFrame }) => startFrame)).toEqual([0, 20]);
    expect(stream.finish()).toMatchObject({ frames: 47 });
    expect(patches.map(({ startFrame }) => startFrame)).toEqual([0, 20, 27]);
    expect(patches[1]?.values[3]).toBeCloseTo(Math.log10(1 + 10_000 * 23), 5);
  });

  it('leave out a rest that is shorter than a quarter of a patch', () => {
    const spec: SpectrogramSpec = { ...MUSICNN_SPEC, patchFrames: 20, patchHopFrames: 20 };
    expect(patchesOf(spec, new Float32Array(43 * spec.hopLength))).toHaveLength(2);
  });

  it('tell how loud the loudest band is, whatever the compression', () => {
    const signal = signalFor(MUSICNN_SPEC, 8_000);
    const peaks = [MUSICNN_SPEC.compression, EFFICIENTAT_SPEC.compression, decibels].flatMap((compression) =>
      ([1, 2] as const).map((power) => {
        const spec = { ...MUSICNN_SPEC, melNorm: 'none', compression, power } as const;
        const patchStream = new PatchStream(spec, () => undefined);
        const melStream = createMelStream(spec, (energies) => patchStream.push(energies));
        melStream.push(signal);
        melStream.finish();
        return patchStream.finish().peakDecibels;
      }),
    );
    expect(peaks[0]).toBeGreaterThan(20);
    expect(peaks[0]).toBeLessThan(45);
    for (const power of [0, 1])
      for (const peak of [peaks[power + 2], peaks[power + 4]]) expect(peak).toBeCloseTo(peaks[power]!, 3);
  });
});

describe('the spec of a spectrogram', () => {
  it('gives the shape of the input, and a hash of its own', () => {
    expect(inputShape(MUSICNN_SPEC)).toEqual([96, 187]);
    expect(inputShape(EFFICIENTAT_SPEC)).toEqual([128, 1000]);
    const hashes = Object.values(SPECS).map(featureSpecHash);
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it.each([
    { version: 1 },
    { extra: 1 },
    { sampleRate: 44_100 },
    { windowLength: 513 },
    { centring: false, padding: 'reflect' },
    { melScale: 'kaldi' },
    { maxFrequency: 8_001 },
    { minFrequency: 8_000 },
    { preEmphasis: 1 },
    { power: 3 },
    { compression: { kind: 'log10' } },
    { compression: { kind: 'ln', epsilon: 0, offset: 0, divisor: 1 } },
    { compression: { kind: 'decibels', rangeDecibels: 80, referenceSeconds: 30, gain: 1 } },
    { normalisation: { mean: [], deviation: [] } },
  ])('refuses %j', (change) => {
    expect(featureSpecSchema.safeParse({ ...MUSICNN_SPEC, ...change }).success).toBe(false);
  });
});
