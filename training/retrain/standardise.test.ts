import { expect, it } from 'vitest';
import { FEATURES, makeTracks } from '../testing/labelled-tracks.ts';
import { applyHead } from './head.ts';
import { fromStandardised, intoStandardised, momentsOf, standardised } from './standardise.ts';

it('standardising is undone exactly', () => {
  const rows = makeTracks(20, 3, 2).map(({ features }) => features);
  const moments = momentsOf(rows);
  const head = {
    weights: Float32Array.from({ length: FEATURES * 3 }, (_, index) => Math.sin(index)),
    bias: Float32Array.of(1, -2, 0.5),
  };
  const matrix = standardised(rows, moments);
  const inside = applyHead(intoStandardised(head, moments), matrix.subarray(0, FEATURES));
  applyHead(head, rows[0]!).forEach((value, genre) => expect(inside[genre]).toBeCloseTo(value, 4));
  fromStandardised(intoStandardised(head, moments), moments).weights.forEach((value, index) =>
    expect(value).toBeCloseTo(head.weights[index]!, 5),
  );
});
