import { describe, expect, it } from 'vitest';
import { relu } from '../autodiff/functions/index.ts';
import { Graph } from '../autodiff/graph.ts';
import { layoutOf } from '../network/context.ts';
import type { Network } from '../network/context.ts';
import { dense, flatten, genreHead } from '../network/layers.ts';
import { initialState } from '../network/parameters.ts';
import { createRandom } from '../random/random.ts';
import { compileGraph } from '../testing/run-graph.ts';
import { createFeatureExplainer, directionOf } from './feature-saliency.ts';

describe('the direction of a head', () => {
  it('is the slope of the log-odds', async () => {
    const weights = [
      [1, -2, 0.5],
      [0, 1, 3],
    ];
    const head = (features: Float32Array, count: number) => {
      const rows = Array.from({ length: count }, (_, row) => features.subarray(row * 3, row * 3 + 3));
      const logits = rows.flatMap((row) => weights.map((own) => own.reduce((sum, w, i) => sum + w * row[i]!, 0)));
      return Promise.resolve({ logits: Float32Array.from(logits) });
    };
    const direction = await directionOf(head, Float32Array.of(0.3, -0.2, 0.1), 0);
    // Of two genres, the log-odds are the difference of the logits.
    [1, -3, -2.5].forEach((slope, place) => expect(direction[place]).toBeCloseTo(slope, 2));
  });
});

describe('the saliency of a direction', () => {
  it('lies where the features in that direction come from', async () => {
    const shape = [6, 40] as const;
    // The first feature hears the first row alone, the second the last.
    const network: Network = (context, patches) => {
      const features = relu(dense(context, 'rows', flatten(context, patches), 2));
      return genreHead(context, features, 2);
    };
    const layout = layoutOf(network, () => new Graph(), [1, ...shape]);
    const state = initialState(layout, createRandom(1));
    const [row] = layout.parameters;
    expect(row?.name).toBe('rows.weights');
    for (let cell = 0; cell < 240; cell++)
      for (const feature of [0, 1]) {
        const isHeard = Math.floor(cell / 40) === (feature === 0 ? 0 : 5);
        state.parameters[cell * 2 + feature] = isHeard ? 0.1 : 0;
      }
    const explainer = await createFeatureExplainer(network, state, shape, compileGraph);
    const patch = new Float32Array(240).fill(1);
    const map = await explainer.saliency(patch, Float32Array.of(1, 0));
    await explainer.release();
    const meanOf = (from: number) => map.subarray(from * 40, (from + 1) * 40).reduce((sum, value) => sum + value, 0);
    expect(meanOf(0)).toBeGreaterThan(0.5);
    expect(Math.abs(meanOf(5))).toBeLessThan(1e-6);
  });
});
