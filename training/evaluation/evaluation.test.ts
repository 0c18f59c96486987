import { describe, expect, it } from 'vitest';
import { createRandom } from '../random/random.ts';
import { bootstrapInterval, measure } from './metrics.ts';
import { fitTemperature, negativeLogLikelihood } from './temperature.ts';

describe('the figures', () => {
  const row = (...probabilities: number[]) => probabilities;
  const figures = measure(
    [
      { probabilities: row(0.8, 0.1, 0.1), allowed: [0] },
      { probabilities: row(0.6, 0.3, 0.1), allowed: [1] },
      { probabilities: row(0.2, 0.7, 0.1), allowed: [1] },
      { probabilities: row(0.9, 0.05, 0.05), allowed: [0, 2] },
    ],
    3,
  );

  it('count what is right, per genre and in all', () => {
    const { accuracy, correct, macroF1, confusion, calibrationError, top2, perGenre } = figures;
    expect([correct, accuracy, top2]).toEqual([3, 0.75, 1]);
    expect(confusion).toEqual([
      [1, 0, 0],
      [1, 1, 0],
      [0, 0, 0],
    ]);
    expect(perGenre).toEqual([
      { tracks: 1, precision: 0.5, recall: 1 },
      { tracks: 2, precision: 1, recall: 0.5 },
      { tracks: 0, precision: 0, recall: 0 },
    ]);
    expect(macroF1).toBeCloseTo((2 / 3 + 2 / 3) / 2, 9);
    expect(calibrationError).toBeCloseTo((0.2 + 0.6 + 0.3 + 0.1) / 4, 9);
  });

  it('judge how sure a prediction is by what the labels tell apart', () => {
    const loose = { probabilities: row(0.5, 0.3, 0.2), allowed: [1, 2] };
    const together = measure([{ ...loose, alike: [1, 2] }], 3);
    expect(together.reliability[5]).toEqual({ tracks: 1, confidence: 0.5, accuracy: 0 });
    const joint = measure([{ ...loose, probabilities: row(0.4, 0.3, 0.3), alike: [1, 2] }], 3);
    expect(joint.reliability[6]).toEqual({ tracks: 1, confidence: 0.6, accuracy: 1 });
    expect([joint.accuracy, joint.macroRecall]).toEqual([0, 0]);
    expect(joint.calibrationError).toBeCloseTo(0.4, 9);
  });

  it('tell what few tracks would show of a perfect calibration, and the mean recall of labels', () => {
    expect(figures.macroRecall).toBeCloseTo((1 + 0.5 + 1) / 3, 9);
    const sure = measure([{ probabilities: row(1, 0, 0), allowed: [0] }], 3);
    expect(sure.calibrationNoise).toBe(0);
    const many = (count: number) =>
      Array.from({ length: count }, () => ({ probabilities: row(0.75, 0.25), allowed: [0] }));
    const [few, more] = [measure(many(10), 2), measure(many(1000), 2)];
    expect(few.calibrationNoise).toBeGreaterThan(4 * more.calibrationNoise);
    // The mean distance of a share of n draws from p: √(2p(1 − p)/(πn)).
    expect(more.calibrationNoise).toBeCloseTo(Math.sqrt((2 * 0.75 * 0.25) / (Math.PI * 1000)), 2);
  });

  it('tell what confidence is worth', () => {
    expect(figures.reliability[6]).toEqual({ tracks: 1, confidence: 0.6, accuracy: 0 });
    expect(figures.coverage.map(({ accuracy }) => accuracy)).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 0.75, 0.75]);
  });

  it('give an interval that has the right width', () => {
    const [low, high] = bootstrapInterval(Array.from({ length: 400 }, (_, index) => Number(index % 4 !== 0)));
    // 1.96·√(0.75·0.25/400) = 0.042
    expect(low).toBeCloseTo(0.75 - 0.042, 1.7);
    expect(high).toBeCloseTo(0.75 + 0.042, 1.7);
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
