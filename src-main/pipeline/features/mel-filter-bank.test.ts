import { describe, expect, it } from 'vitest';
import { createMelFilterBank } from './mel-filter-bank.ts';

const OPTIONS = { sampleRate: 16_000, fftSize: 512, melBands: 96, minFrequency: 0, maxFrequency: 8_000 };
const BINS = OPTIONS.fftSize / 2 + 1;

function energiesOf(bank: ReturnType<typeof createMelFilterBank>, power: Float64Array): number[] {
  const energies = new Float64Array(OPTIONS.melBands);
  bank.apply(power, energies);
  return [...energies];
}

/** Weights [bands][bins], one bin at a time. */
function matrixOf(bank: ReturnType<typeof createMelFilterBank>): number[][] {
  const columns = Array.from({ length: BINS }, (_, bin) =>
    energiesOf(bank, new Float64Array(BINS).fill(1, bin, bin + 1)),
  );
  return Array.from({ length: OPTIONS.melBands }, (_, band) => columns.map((column) => column[band] as number));
}

describe('the mel filter bank', () => {
  it.each(['slaney', 'htk', 'kaldi'] as const)('sums all powers as its weights have it (%s)', (melScale) => {
    const bank = createMelFilterBank({ ...OPTIONS, melScale });
    const power = Float64Array.from({ length: BINS }, (_, bin) => 1 + Math.sin(bin * bin));
    const expected = matrixOf(bank).map((row) =>
      row.reduce((sum, weight, bin) => sum + weight * (power[bin] as number), 0),
    );
    energiesOf(bank, power).forEach((energy, band) => expect(energy).toBeCloseTo(expected[band] as number, 12));
  });

  it('has triangles of area 1 over Hz, whatever the number of their bins', () => {
    const areas = matrixOf(createMelFilterBank(OPTIONS)).map(
      (row) => row.reduce((sum, weight) => sum + weight, 0) * 31.25,
    );
    expect(areas.every((area) => area > 0.6 && area < 1.4)).toBe(true);
  });

  it('gives silence in bands that are narrower than a bin', () => {
    const bank = createMelFilterBank({ ...OPTIONS, maxFrequency: 400 });
    const energies = energiesOf(bank, new Float64Array(BINS).fill(1));
    expect(energies.filter((energy) => energy === 0).length).toBeGreaterThan(30);
    expect(energies.filter((energy) => energy > 0).length).toBeGreaterThan(10);
  });

  it('keeps banks of one size apart', () => {
    const power = new Float64Array(BINS).fill(1);
    const [one, two] = [createMelFilterBank(OPTIONS), createMelFilterBank({ ...OPTIONS, melNorm: 'none' })];
    const alone = energiesOf(one, power);
    expect(energiesOf(two, power)).not.toEqual(alone);
    expect(energiesOf(one, power)).toEqual(alone);
  });
});
