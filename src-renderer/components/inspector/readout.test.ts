import { expect, it } from 'vitest';
import { differenceText, readoutText, readPoint } from './readout.ts';

const BINS = 1025;
const levels = new Int16Array(4 * BINS).fill(-9000);
// Bin 46 of the third column.
levels.set([-2600, -2110, -2250], 2 * BINS + 45);
const tile = { framesPerColumn: 1, hopLength: 512, firstColumn: 10, columns: 4, bins: BINS, levels };

it('reads what is under the cursor', () => {
  const readout = readPoint({ seconds: (12 * 512) / 44_100, hertz: 1000 }, tile, 44_100);
  expect(readout.decibels).toBeCloseTo(-20.9, 1);
  expect(readoutText(readout)).toBe('0:00.139, 1 kHz (B5 +21 cents), −20.9 dBFS, peak at 996.5 Hz');
  expect(readoutText(readPoint({ seconds: 0.2, hertz: 440 }, null, 44_100))).toBe(
    '0:00.200, 440 Hz (A4 0 cents), not read yet',
  );
});

it('tells differences', () => {
  const a = { point: { seconds: 1, hertz: 440 }, decibels: -20, peakHertz: null };
  const b = { point: { seconds: 0.75, hertz: 880 }, decibels: -26, peakHertz: null };
  expect(differenceText(a, b)).toBe('−0.250 s, +440 Hz (+12.0 semitones), −6.0 dB');
});
