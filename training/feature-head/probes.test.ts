import { describe, expect, it } from 'vitest';
import { createRandom } from '../random/random.ts';
import { applyHead } from '../retrain/head.ts';
import { sigmoid } from '../../src-main/pipeline/probabilities/aggregate-patches.ts';
import { alongLine, fitCalibration, fitLabelProbe, fitTeacherProbe } from './probes.ts';
import { averagePrecision, bestThreshold, correlation, quantile } from './style-figures.ts';

const random = createRandom(2);
const rows = Array.from({ length: 2_000 }, () => Float32Array.of(random.normal() * 3 + 5, random.normal() / 10));

describe('linear probes', () => {
  it('find a teacher’s answers, each of its own', () => {
    const { weights, bias } = fitTeacherProbe(
      rows,
      rows.map(([a = 0, b = 0]) => [2 * a - 3, a + 10 * b]),
      1e-3,
    );
    [2, 1, 0, 10].forEach((weight, index) => expect(weights[index]).toBeCloseTo(weight, 2));
    [-3, 0].forEach((value, answer) => expect(bias[answer]).toBeCloseTo(value, 2));
  });

  it('find the probabilities that made labels', () => {
    const labels = rows.map(([a = 0]) => random.uniform() < sigmoid(a - 5));
    const head = fitLabelProbe(rows, labels, 1e-3);
    expect(head.weights[0]).toBeCloseTo(1, 0.7);
    expect(applyHead(head, [5, 0])[0]).toBeCloseTo(0, 0.7);
  });

  it('are held back by a penalty', () => {
    const labels = rows.map(([a = 0]) => a > 5);
    const [free, held] = [1e-3, 1e3].map((penalty) => Math.abs(fitLabelProbe(rows, labels, penalty).weights[0]!));
    expect(held!).toBeLessThan(free! / 4);
  });

  it('are calibrated along a line', () => {
    const logits = rows.map(([a = 0]) => a - 6);
    const labels = logits.map((logit) => random.uniform() < sigmoid(logit));
    const line = fitCalibration(
      logits.map((logit) => 3 * logit + 1),
      labels,
    );
    const [calibrated = 0] = applyHead(
      alongLine({ weights: Float32Array.of(3), bias: Float32Array.of(-17) }, line),
      [8],
    );
    expect(calibrated).toBeCloseTo(2, 0.4);
  });
});

describe('figures of styles', () => {
  const tracks = [
    { score: 0.9, isThere: true },
    { score: 0.2, isThere: false },
    { score: 0.5, isThere: true },
    { score: 0.7, isThere: false },
  ];

  it('are average precision and the threshold of the best F1', () => {
    expect(averagePrecision(tracks)).toBeCloseTo((1 + 2 / 3) / 2, 9);
    expect(bestThreshold(tracks)).toBe(0.5);
    expect(averagePrecision([{ score: 1, isThere: false }])).toBe(0);
  });

  it('are quantiles and correlations', () => {
    expect(quantile([4, 1, 3, 2], 0.5)).toBe(3);
    expect(correlation([1, 2, 3], [2, 4, 6])).toBeCloseTo(1, 9);
    expect(correlation([1, 2, 3], [-1, -2, -3])).toBeCloseTo(-1, 9);
  });
});
