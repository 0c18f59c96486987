import { describe, expect, it } from 'vitest';
import { FEATURES, makeTracks } from '../testing/labelled-tracks.ts';
import { compileGraph } from '../testing/run-graph.ts';
import { applyHead } from './head.ts';
import { trainLastLayer } from './last-layer.ts';

const NO_PRIOR = { weights: new Float32Array(FEATURES * 3), bias: new Float32Array(3), strengths: [10, 10, 10] };

describe('a last layer', () => {
  it('learns what shows in the features, and is evaluated on artists that it was not given', async () => {
    const tracks = makeTracks(90, 3, 0.5);
    const model = await trainLastLayer(tracks, NO_PRIOR, 1, compileGraph);
    const right = model.heldOut.filter(
      (row, index) => row && row.indexOf(Math.max(...row)) === tracks[index]?.genres[0],
    );
    expect(right.length).toBe(90);
    for (const row of model.heldOut) expect(row?.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
    expect(await trainLastLayer(tracks, NO_PRIOR, 1, compileGraph)).toEqual(model);
  });

  it('stays with the prior while there is little to learn from, and leaves it when there is much', async () => {
    // The prior swears that feature 1 means genre 0; the labels say the opposite.
    const prior = {
      weights: NO_PRIOR.weights.map((_, index) => (index === 3 || index === 1 ? 2 : 0)),
      bias: NO_PRIOR.bias,
      strengths: [10, 10, 10],
    };
    const say = async (count: number) => {
      const { head } = await trainLastLayer(makeTracks(count, 3, 0.5), prior, 1, compileGraph);
      const logits = applyHead(
        head,
        Float32Array.from({ length: FEATURES }, (_, place) => (place === 1 ? 3 : 0)),
      );
      return logits.indexOf(Math.max(...logits));
    };
    expect(await say(6)).toBe(0);
    expect(await say(300)).toBe(1);
  });

  it('tells what a model of the older labels would say of the very same held-out tracks', async () => {
    // Genre 2 was labelled only since.
    const tracks = makeTracks(60, 3, 0.5).map((track) => ({ ...track, isNew: track.genres[0] === 2 }));
    const model = await trainLastLayer(tracks, NO_PRIOR, 1, compileGraph);
    const right = (rows: typeof model.heldOut) =>
      rows.filter((row, index) => row && row.indexOf(Math.max(...row)) === tracks[index]?.genres[0]).length;
    expect(right(model.heldOut)).toBe(60);
    expect(right(model.heldOutBefore ?? [])).toBeLessThanOrEqual(40);
    expect((await trainLastLayer(makeTracks(30, 3, 0.5), NO_PRIOR, 1, compileGraph)).heldOutBefore).toBeNull();
  });

  it('has no held-out prediction where all tracks are of one artist', async () => {
    const tracks = makeTracks(12, 3, 0.5).map((track) => ({ ...track, artist: 'one' }));
    expect((await trainLastLayer(tracks, NO_PRIOR, 1, compileGraph)).heldOut.every((row) => row === null)).toBe(true);
  });
});
