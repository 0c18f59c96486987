import { describe, expect, it } from 'vitest';
import { augmentedCrop, DEFAULT_AUGMENTATION, plainCrop } from '../dataset/augment.ts';
import { epochBatches } from '../dataset/batches.ts';
import { parseCsv } from '../dataset/csv.ts';
import type { Example } from '../dataset/example.ts';
import { averageRows, rowMoments } from '../dataset/example.ts';
import { learningRateAt } from '../optimizer/schedule.ts';
import { createRandom } from '../random.ts';
import { measure } from './metrics.ts';
import { fitTemperature, negativeLogLikelihood } from './temperature.ts';

describe('the figures', () => {
  it('count what is right, per genre and in all', () => {
    const row = (...probabilities: number[]) => probabilities;
    const { accuracy, correct, macroF1, confusion, calibrationError } = measure(
      [
        { probabilities: row(0.8, 0.1, 0.1), allowed: [0] },
        { probabilities: row(0.6, 0.3, 0.1), allowed: [1] },
        { probabilities: row(0.2, 0.7, 0.1), allowed: [1] },
        { probabilities: row(0.9, 0.05, 0.05), allowed: [0, 2] },
      ],
      3,
    );
    expect([correct, accuracy]).toEqual([3, 0.75]);
    expect(confusion).toEqual([[1, 0, 0], [1, 1, 0], [0, 0, 0]]);
    expect(macroF1).toBeCloseTo((2 / 3 + 2 / 3) / 2, 9);
    expect(calibrationError).toBeCloseTo((0.2 + 0.6 + 0.3 + 0.1) / 4, 9);
  });

  it('find the temperature that made the labels', () => {
    const random = createRandom(1);
    const tracks = Array.from({ length: 4000 }, () => {
      const logits = [random.normal() * 2, random.normal() * 2, random.normal() * 2];
      const total = logits.reduce((sum, logit) => sum + Math.exp(logit), 0);
      let pick = random.uniform() * total;
      const genre = logits.findIndex((logit) => (pick -= Math.exp(logit)) < 0);
      return { logits: logits.map((logit) => logit * 2.5), genre: Math.max(0, genre) };
    });
    expect(fitTemperature(tracks)).toBeCloseTo(2.5, 0);
    expect(negativeLogLikelihood(tracks, fitTemperature(tracks))).toBeLessThan(negativeLogLikelihood(tracks, 1));
  });
});

describe('the data', () => {
  const example: Example = { id: 'x', artist: '', columns: 20, allowed: [1], decibels: Float32Array.from({ length: 80 }, (_, index) => -index) };
  const normalisation = { mean: [0, 0, 0, 0], deviation: [1, 1, 1, 1] };

  it('reads CSV with quotes and line breaks', () => {
    expect(parseCsv('a,b\n1,"x, ""y""\nz"\n2,\n')).toEqual([{ a: '1', b: 'x, "y"\nz' }, { a: '2', b: '' }]);
  });

  it('averages rows and takes their moments', () => {
    expect([...averageRows(Float32Array.of(1, 2, 3, 4), 2, 2)]).toEqual([2, 3]);
    expect(rowMoments([{ ...example, columns: 2, decibels: Float32Array.of(1, 3, 5, 5) }], 2)).toEqual({ mean: [2, 5], deviation: [1, 1e-3] });
  });

  it('crops as evaluation sees it, and varies with a seed only', () => {
    expect([...plainCrop(example, 1, 2, normalisation)]).toEqual([-1, -2, -21, -22, -41, -42, -61, -62]);
    const crop = (seed: number) => augmentedCrop(example, 8, normalisation, { ...DEFAULT_AUGMENTATION, frequencyMaskRows: 2 }, createRandom(seed));
    expect(crop(1)).toEqual(crop(1));
    expect(crop(1)).not.toEqual(crop(2));
    expect(crop(3).every(Number.isFinite)).toBe(true);
  });

  it('shows every example at most once an epoch, in whole batches', () => {
    const examples = Array.from({ length: 10 }, (_, index) => ({ ...example, id: String(index), allowed: [index % 3] }));
    const options = { batchSize: 4, columns: 8, genreCount: 3, normalisation, augmentation: { ...DEFAULT_AUGMENTATION, frequencyMaskRows: 2 }, mixupChance: 0.5, mixupAlpha: 0.3 };
    const batches = [...epochBatches(examples, options, createRandom(1))];
    expect(batches).toHaveLength(2);
    for (const { patches, allowed, mix } of batches) {
      expect([patches.length, allowed.length, mix.length]).toEqual([4 * 4 * 8, 12, 4]);
      expect(mix.every((share) => share >= 0.5 && share <= 1)).toBe(true);
    }
  });

  it('warms up and cools down', () => {
    const schedule = { peak: 1, final: 0, warmUpSteps: 10, totalSteps: 110 };
    expect(learningRateAt(schedule, 0)).toBeCloseTo(0.1);
    expect(learningRateAt(schedule, 9)).toBeCloseTo(1);
    expect(learningRateAt(schedule, 60)).toBeCloseTo(0.5);
    expect(learningRateAt(schedule, 110)).toBeCloseTo(0);
  });
});
