import { expect, it } from 'vitest';
import { holds, waveformWanted } from './waveform-segment.ts';

const span = { start: 10_000, end: 12_000 };

it('reads what is on screen, and as much on both sides, in points no wider than pixels', () => {
  expect(waveformWanted({ span, samplesPerPixel: 2.4 }, 16)).toEqual({
    samplesPerPoint: 2,
    firstPoint: 4000,
    points: 3000,
  });
  expect(waveformWanted({ span: { start: 0, end: 500 }, samplesPerPixel: 0.5 }, 1)).toEqual({
    samplesPerPoint: 1,
    firstPoint: 0,
    points: 1000,
  });
});

it('reads nothing where the outline of the whole track is as fine', () => {
  expect(waveformWanted({ span, samplesPerPixel: 20 }, 16)).toBeNull();
  expect(waveformWanted({ span: { start: 0, end: 0 }, samplesPerPixel: 1 }, 16)).toBeNull();
});

it('knows what it has', () => {
  const peaks = { samplesPerPoint: 2, highest: new Float32Array(3000), lowest: new Float32Array(3000) };
  const segment = { firstPoint: 4000, ...peaks };
  expect(holds(segment, { span, samplesPerPixel: 2.4 })).toBe(true);
  expect(holds(segment, { span, samplesPerPixel: 1.9 })).toBe(false);
  expect(holds(segment, { span: { start: 13_000, end: 15_000 }, samplesPerPixel: 2 })).toBe(false);
});
