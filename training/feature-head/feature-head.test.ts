import { describe, expect, it } from 'vitest';
import { createRandom } from '../random/random.ts';
import { onnxCompiler } from '../runtime/onnx-runner.ts';
import { runGraph } from '../testing/run-graph.ts';
import type { FeatureHead } from './feature-head.ts';
import { applyFeatureHead, headGraph, meanHead, withLess } from './feature-head.ts';
import { outOfFoldLogits } from './out-of-fold.ts';
import { trainFeatureHead } from './train-feature-head.ts';

const random = createRandom(1);
const layer = (inputs: number, outputs: number) => ({
  weights: Float32Array.from({ length: inputs * outputs }, () => random.normal()),
  bias: Float32Array.from({ length: outputs }, () => random.normal()),
});
const madeHead = (): FeatureHead => ({ hidden: layer(5, 4), genres: layer(4, 3) });
const argMax = (values: readonly number[]) => values.indexOf(Math.max(...values));

describe('heads on features', () => {
  const features = Float32Array.from({ length: 5 }, () => random.normal());

  it('are averaged into one whose logits are the mean', () => {
    const heads = [madeHead(), madeHead(), madeHead()];
    const each = heads.map((head) => applyFeatureHead(head, features));
    applyFeatureHead(meanHead(heads), features).forEach((logit, genre) =>
      expect(logit).toBeCloseTo(each.reduce((sum, logits) => sum + logits[genre]!, 0) / 3, 5),
    );
  });

  it('give less of a genre where told', () => {
    const head = madeHead();
    const [plain, less] = [head, withLess(head, [0, 2, 0])].map((each) => applyFeatureHead(each, features));
    expect(less!.map((logit, genre) => plain![genre]! - logit)).toEqual([0, expect.closeTo(2, 5), 0]);
  });

  it('answer in their file as they do here, styles beside genres', async () => {
    const head = madeHead();
    const styles = layer(5, 2);
    const { logits, styles: scores } = await runGraph(headGraph(head, styles), { features });
    applyFeatureHead(head, features).forEach((logit, genre) => expect(logits![genre]).toBeCloseTo(logit, 4));
    const expected = [0, 1].map((style) =>
      features.reduce((sum, value, feature) => sum + value * styles.weights[feature * 2 + style]!, styles.bias[style]!),
    );
    expected.forEach((score, style) => expect(scores![style]).toBeCloseTo(score, 4));
  });
});

describe('the training of a head', () => {
  /** A genre is where a track lies in the plane; every second label allows a wrong genre too. */
  const centres = [
    [3, 0],
    [-2, 2],
    [-2, -2],
  ] as const;
  const tracks = Array.from({ length: 192 }, (_, index) => {
    const genre = index % 3;
    const [x, y] = centres[genre]!;
    return {
      features: Float32Array.of(100 + x + random.normal() / 2, y + random.normal() / 2, random.normal()),
      allowed: index % 2 === 0 ? [genre] : [genre, (genre + 1 + (index % 4 === 1 ? 0 : 1)) % 3].sort(),
      fold: index % 2,
      genre,
    };
  });
  const options = { genreCount: 3, seed: 1, compile: onnxCompiler('cpu', 1) };

  it('learns from labels that allow several genres, repeats itself, and tells tracks of other folds apart', async () => {
    const logits = await outOfFoldLogits(tracks, options);
    const right = tracks.filter(({ genre }, track) => argMax(logits[track]!) === genre).length;
    expect(right / tracks.length).toBeGreaterThan(0.95);
    const other = await trainFeatureHead(
      tracks.filter(({ fold }) => fold === 1),
      options,
    );
    expect(applyFeatureHead(other, tracks[0]!.features)).toEqual(logits[0]);
  }, 60_000);
});
