import { describe, expect, it } from 'vitest';
import { fuzzWeights } from './campaign.ts';

const MUTANTS = 500;

describe('the readers of weights on damaged files', () => {
  it(`refuse or read ${MUTANTS} mutants, in bounded time and memory`, async () => {
    const { sources, defects } = await fuzzWeights({ mutants: MUTANTS, seed: 1, files: [] });
    expect(defects).toEqual([]);
    expect(sources.size).toBe(2);
    for (const [name, { mutants, sealedRead, refusals }] of sources) {
      expect(mutants, name).toBe(MUTANTS / 2);
      // Mutants that all fail one check would prove nothing of the others.
      expect(refusals.size, name).toBeGreaterThan(10);
      expect(sealedRead, name).toBeGreaterThan(MUTANTS / 100);
    }
  });
});
