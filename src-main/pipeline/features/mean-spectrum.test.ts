import { expect, it } from 'vitest';
import { MODULATION_STEPS } from '../../contract/mean-spectrum.ts';
import { MeanSpectrum } from './mean-spectrum.ts';

it('tells mean levels, and how deep and how fast the loudness changes', () => {
  const meanSpectrum = new MeanSpectrum(16);
  const step = 5;
  for (let frame = 0; frame < 256; frame++) {
    // Bands 0 and 1 swing by ±6 dB, 22 times in 128 frames: inside the sixth step.
    const swing = 6 * Math.sin((2 * Math.PI * 22 * frame) / 128);
    meanSpectrum.push(Float64Array.from({ length: 16 }, (_, band) => 10 ** ((band < 2 ? -20 + swing : -40) / 10)));
  }
  const values = meanSpectrum.finish();
  expect(values).toHaveLength(16 + 8 * MODULATION_STEPS);
  expect(values[0]! - values[5]!).toBeCloseTo(20, 1);
  const depths = values.slice(16);
  expect(depths[step]).toBeCloseTo(6, 1);
  expect(Math.max(...depths.slice(MODULATION_STEPS))).toBeLessThan(0.01);
});
