import { expect, it } from 'vitest';
import { inputNumbers } from '../../pipeline/features/feature-spec.ts';
import { MUSICNN_SPEC } from '../../pipeline/features/known-specs.ts';
import { testFeatureSpec } from '../../testing/test-model.ts';
import { trialPatches } from './trial-patches.ts';

it.each([
  ['our own front end', testFeatureSpec()],
  ['musicnn’s front end', MUSICNN_SPEC],
])('a network is tried on music, silence and noise by %s, the same each time', (_name, spec) => {
  const patches = trialPatches(spec);
  expect(new Set(patches.map(({ length }) => length))).toEqual(new Set([inputNumbers(spec)]));
  expect(patches.flatMap((patch) => [...patch]).every(Number.isFinite)).toBe(true);
  expect(trialPatches(spec)).toEqual(patches);

  const spreads = patches.map((patch) => new Set(patch).size);
  const count = patches.length / 3;
  const [music = [], silence = [], noise = []] = [0, 1, 2].map((kind) =>
    spreads.slice(kind * count, (kind + 1) * count),
  );
  // Silence has one level, or one a band; music and noise have many, and are not the same.
  for (const spread of silence) expect(spread).toBeLessThanOrEqual(spec.melBands);
  for (const spread of [...music, ...noise]) expect(spread).toBeGreaterThan(10 * spec.melBands);
  expect(patches[0]).not.toEqual(patches[2 * count]);
});
