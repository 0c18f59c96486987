import { describe, expect, it } from 'vitest';
import { automaticThreshold } from '../../src-main/contract/automatic.ts';
import { proofOf } from '../evaluation/prediction.ts';
import { compareModels, doubtfulLabels } from './compare-predictions.ts';

describe('comparing predictions', () => {
  const prediction = (share: number, allowed: number[]) => ({ probabilities: [share, 1 - share], allowed });

  it('calls a model better only beyond chance', () => {
    const old = Array.from({ length: 100 }, () => prediction(0.9, [1]));
    expect(
      compareModels(
        old,
        old.map(() => prediction(0.2, [1])),
      ),
    ).toMatchObject({ gain: 1, isBetter: true, oldCorrect: 0, newCorrect: 100 });
    expect(
      compareModels(
        old,
        old.map((same, index) => (index < 2 ? prediction(0.2, [1]) : same)),
      ).isBetter,
    ).toBe(false);
  });

  it('finds from which confidence on enough is right', () => {
    const sure = Array.from({ length: 40 }, (_, index) => prediction(0.95 - index / 1000, [0]));
    const unsure = Array.from({ length: 40 }, (_, index) => prediction(0.6 - index / 1000, [index % 2]));
    const { confidence, accuracy, tracks } = automaticThreshold([...sure, ...unsure].map(proofOf));
    expect(accuracy).toBeGreaterThanOrEqual(0.95);
    expect(confidence).toBeGreaterThan(0.55);
    expect(tracks).toBeGreaterThanOrEqual(40);
    expect(automaticThreshold(unsure.map(proofOf)).confidence).toBeGreaterThan(1);
  });

  it('ranks wrong labels before right ones', () => {
    const rows = [[0.9, 0.1], [0.8, 0.2], [0.4, 0.6], null];
    expect(doubtfulLabels(rows, [[1], [0], [0, 1], [0]])).toEqual([
      { track: 0, suggestion: 0, doubt: expect.closeTo(0.8, 5) },
    ]);
  });
});
