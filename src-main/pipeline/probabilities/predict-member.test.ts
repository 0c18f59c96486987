import { describe, expect, it } from 'vitest';
import type { RunHead, Inference } from '../model/inference.ts';
import { spectralTiltInference } from '../../testing/test-model.ts';
import { softmax } from './aggregate-patches.ts';
import { predictMember } from './predict-member.ts';

/** One logit is the square of the first feature, the other that of the second; the style’s is their sum. */
const squares: RunHead = (features, count) => {
  const rows = Array.from({ length: count }, (_, row) => [features[2 * row] ?? 0, features[2 * row + 1] ?? 0] as const);
  return Promise.resolve({
    logits: Float32Array.from(rows.flatMap(([a, b]) => [a ** 2, b ** 2])),
    styles: Float32Array.from(rows, ([a, b]) => a + b),
  });
};

function member(head: RunHead | null): Pick<Inference, 'card' | 'head'> {
  const { card } = spectralTiltInference();
  const style = { name: 'techno', kind: 'style', family: 'electronic', threshold: 0.5, isCalibrated: true } as const;
  return {
    head,
    card: { ...card, temperature: 2, styles: [{ ...style, averagePrecision: null, positives: 0, tracks: 0 }] },
  };
}

const patch = (startSeconds: number, embedding: readonly number[]) => ({
  startSeconds,
  endSeconds: startSeconds + 3,
  logits: Float32Array.of(5, 0),
  embedding: Float32Array.from(embedding),
});
const patches = [patch(0, [1, 0]), patch(5, [3, 2])];

describe('the prediction of a model with a head', () => {
  it('is made of the mean features; the timeline of each patch’s own', async () => {
    const { probabilities, styleScores, timeline, styleTimeline } = await predictMember(member(squares), patches);
    expect(probabilities).toEqual(softmax([4, 1], 2));
    expect(styleScores[0]).toBeCloseTo(1 / (1 + Math.exp(-3)));
    expect(styleTimeline.map(([score]) => score)).toEqual(
      [1, 5].map((logit) => expect.closeTo(1 / (1 + Math.exp(-logit)))),
    );
    expect(timeline.map((segment) => segment.probabilities)).toEqual([softmax([1, 0], 2), softmax([9, 4], 2)]);
    expect(timeline.map(({ startSeconds, endSeconds }) => [startSeconds, endSeconds])).toEqual([
      [0, 3],
      [5, 8],
    ]);
  });

  it('is refused where the head answers otherwise than the card says', async () => {
    const wrong: RunHead = (_, count) =>
      Promise.resolve({ logits: new Float32Array(3 * count), styles: new Float32Array(count) });
    await expect(predictMember(member(wrong), patches)).rejects.toMatchObject({ code: 'model-invalid' });
    const silent: RunHead = (_, count) =>
      Promise.resolve({ logits: new Float32Array(2 * count), styles: new Float32Array(0) });
    await expect(predictMember(member(silent), patches)).rejects.toMatchObject({ code: 'model-invalid' });
  });

  it('is the mean of the patches’ logits where there is no head', async () => {
    const { probabilities, styleScores } = await predictMember(member(null), patches);
    expect(probabilities).toEqual(softmax([5, 0], 2));
    expect(styleScores).toEqual([]);
  });
});
