import { describe, expect, it } from 'vitest';
import { testFeatureSpec } from '../../testing/test-model.ts';
import type { FeatureSpec } from './feature-spec.ts';
import { featureSpecSchema, inputShape } from './feature-spec.ts';
import { dctMatrix, mfccOf } from './mfcc.ts';
import { patchInput } from './patch-input.ts';

const { bandsPerRow: _rows, normalisation: _normalisation, ...mel } = testFeatureSpec();
const FRAMES = 20;

/** Louder with every frame and every band. */
const decibels = Float32Array.from(
  { length: FRAMES * mel.melBands },
  (_, index) => -90 + Math.floor(index / mel.melBands) + 6 * (index % mel.melBands),
);
const reference = Math.max(...decibels);

describe('MFCC patches', () => {
  const spec: FeatureSpec = {
    ...mel,
    kind: 'mfcc',
    coefficients: 5,
    patchFrames: FRAMES,
    normalisation: { mean: [1, 2, 3, 4, 5], deviation: [1, 2, 1, 2, 1] },
  };

  it('are the coefficients of every frame, normalised', () => {
    expect(featureSpecSchema.safeParse(spec).success).toBe(true);
    expect(inputShape(spec)).toEqual([FRAMES, 5]);
    const values = patchInput(spec)(decibels, reference);
    const frame = decibels.subarray(3 * mel.melBands, 4 * mel.melBands);
    const expected = mfccOf(frame, reference - 80, dctMatrix(5, mel.melBands));
    expected.forEach((value, index) =>
      expect(values[3 * 5 + index]).toBeCloseTo((value - (index + 1)) / (index % 2 === 1 ? 2 : 1), 4),
    );
  });

  it('refuse more coefficients than bands, and a normalisation of another length', () => {
    expect(featureSpecSchema.safeParse({ ...spec, coefficients: 17 }).success).toBe(false);
    expect(featureSpecSchema.safeParse({ ...spec, coefficients: 6 }).success).toBe(false);
  });
});

describe('mel pictures', () => {
  const spec: FeatureSpec = {
    ...mel,
    kind: 'mel-picture',
    height: 32,
    width: 40,
    colourMap: 'viridis',
    patchFrames: FRAMES,
  };
  const values = patchInput(spec)(decibels, reference);
  const pixel = (x: number, y: number) => [...values.subarray((y * 40 + x) * 4, (y * 40 + x) * 4 + 4)];
  const brightness = (colour: number[]) => colour.slice(0, 3).reduce((sum, part) => sum + part, 0);

  it('have low frequencies at the bottom, time to the right, and full opacity', () => {
    expect(values.length).toBe(32 * 40 * 4);
    expect(brightness(pixel(20, 0))).toBeGreaterThan(brightness(pixel(20, 31)));
    expect(brightness(pixel(39, 16))).toBeGreaterThan(brightness(pixel(0, 16)));
    expect(pixel(5, 5)[3]).toBe(1);
  });

  it('show the loudest in the last colour of the map and what is out of range in the first', () => {
    expect(
      pixel(39, 0)
        .slice(0, 3)
        .map((part) => Math.round(part * 255)),
    ).toEqual([0xfd, 0xe7, 0x25]);
    expect(
      pixel(0, 31)
        .slice(0, 3)
        .map((part) => Math.round(part * 255)),
    ).toEqual([0x44, 0x01, 0x54]);
  });
});
