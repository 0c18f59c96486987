import { describe, expect, it } from 'vitest';
import { testFeatureSpec } from '../../testing/test-model.ts';
import { featureSpecHash, featureSpecSchema } from './feature-spec.ts';
import type { Patch } from './patch-stream.ts';
import { PatchStream } from './patch-stream.ts';

const spec = testFeatureSpec();
const contextFrames = Math.round((spec.referenceSeconds * spec.sampleRate) / spec.hopLength);

function patchesOf(
  frames: number,
  powerAt: (frame: number) => number,
): { patches: Patch[]; summary: { frames: number; peakDecibels: number } } {
  const patches: Patch[] = [];
  const stream = new PatchStream(spec, (patch) => patches.push(patch));
  for (let frame = 0; frame < frames; frame++) stream.push(new Float64Array(spec.melBands).fill(powerAt(frame)));
  return { patches, summary: stream.finish() };
}

describe('the patch stream', () => {
  it('covers a segment from its first frame to its last, half overlapping', () => {
    const { patches, summary } = patchesOf(1000, () => 1);
    expect(summary.frames).toBe(1000);
    expect(patches[0]?.startFrame).toBe(0);
    const last = patches.at(-1)!;
    expect(last.startFrame + last.frames).toBe(1000);
    patches
      .slice(1)
      .forEach((patch, index) =>
        expect(patch.startFrame - patches[index]!.startFrame).toBeLessThanOrEqual(spec.patchHopFrames),
      );
  });

  it('relates decibels to the loudest of the surrounding half-minute, not of the whole track', () => {
    const { patches } = patchesOf(contextFrames * 4, (frame) => (frame < 10 ? 1 : 1e-4));
    expect(patches[0]?.values.at(-1)).toBeCloseTo(
      (-40 - spec.normalisation.mean[0]!) / spec.normalisation.deviation[0]!,
      4,
    );
    expect(patches.at(-1)?.values.at(-1)).toBeCloseTo(
      (0 - spec.normalisation.mean[0]!) / spec.normalisation.deviation[0]!,
      4,
    );
  });

  it('repeats a segment that is shorter than a patch', () => {
    const { patches } = patchesOf(10, (frame) => 10 ** -frame);
    expect(patches).toHaveLength(1);
    expect(patches[0]?.frames).toBe(10);
    expect(patches[0]?.values[10]).toBe(patches[0]?.values[0]);
    expect(patches[0]?.values[11]).toBe(patches[0]?.values[1]);
  });

  it.each([40, 300, 337, 500, 673, 1000, 2111])(
    'fills gaps with extra patches between its own: %i frames',
    (frames) => {
      const sparse = { ...spec, patchFrames: 187, patchHopFrames: 337 };
      const startsOf = (steps: number) => {
        const patches: Patch[] = [];
        const stream = new PatchStream(sparse, (patch) => patches.push(patch), steps);
        for (let frame = 0; frame < frames; frame++) stream.push(new Float64Array(spec.melBands).fill(1));
        stream.finish();
        return patches;
      };
      const own = (patches: readonly Patch[]) =>
        patches.filter(({ isExtra }) => !isExtra).map(({ startFrame }) => startFrame);
      const dense = startsOf(2);
      expect(own(dense)).toEqual(own(startsOf(1)));
      expect(startsOf(1).some(({ isExtra }) => isExtra)).toBe(false);
      dense
        .slice(1)
        .forEach(({ startFrame }, index) => expect(startFrame - dense[index]!.startFrame).toBeLessThan(187));
      expect(dense.at(-1)!.startFrame + dense.at(-1)!.frames).toBeGreaterThan(frames - 337 / 8 - 1);
    },
  );

  it('emits nothing for nothing', () => {
    expect(patchesOf(0, () => 1).patches).toEqual([]);
  });
});

describe('the feature spec', () => {
  it('has a hash that does not depend on the order of keys, and does on every value', () => {
    const reordered = Object.fromEntries(Object.entries(spec).reverse());
    expect(featureSpecHash(featureSpecSchema.parse(reordered))).toBe(featureSpecHash(spec));
    expect(featureSpecHash({ ...spec, hopLength: spec.hopLength + 1 })).not.toBe(featureSpecHash(spec));
  });

  it('refuses what the code does not compute', () => {
    for (const change of [
      { version: 2 },
      { melScale: 'htk' },
      { sampleRate: 44_100 },
      { extra: 1 },
      { maxFrequency: 20_000 },
      { bandsPerRow: 3 },
    ]) {
      expect(featureSpecSchema.safeParse({ ...spec, ...change }).success).toBe(false);
    }
  });
});
