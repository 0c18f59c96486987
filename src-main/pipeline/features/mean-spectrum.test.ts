import { expect, it } from 'vitest';
import { MODULATION_STEPS } from '../../contract/mean-spectrum.ts';
import { MeanSpectrum } from './mean-spectrum.ts';

it.each([1, 5])(
  'tells mean levels, and how deep and how fast the loudness changes, of steps of %i frames',
  (frames) => {
    const meanSpectrum = new MeanSpectrum(16, frames);
    const step = 5;
    for (let frame = 0; frame < 256; frame++) {
      // Bands 0 and 1 swing by ±6 dB, 22 times in 128 frames: inside the sixth step.
      const swing = 6 * Math.sin((2 * Math.PI * 22 * frame) / 128);
      const energies = Float64Array.from({ length: 16 }, (_, band) => 10 ** ((band < 2 ? -20 + swing : -40) / 10));
      for (let part = 0; part < frames; part++) meanSpectrum.push(energies);
    }
    const values = meanSpectrum.finish();
    expect(values).toHaveLength(16 + 8 * MODULATION_STEPS);
    expect(values[0]! - values[5]!).toBeCloseTo(20, 1);
    const depths = values.slice(16);
    expect(depths[step]).toBeCloseTo(6, 1);
    expect(Math.max(...depths.slice(MODULATION_STEPS))).toBeLessThan(0.01);
  },
);
