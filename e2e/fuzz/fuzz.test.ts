import { describe, expect, it } from 'vitest';
import { ALL_ENCODINGS } from '../../src-main/testing/encode-audio.ts';
import { describeFormat, runFuzz } from './campaign.ts';

const MUTANTS = 500;

describe('the tag writer on damaged files', () => {
  it(`refuses or writes ${MUTANTS} mutants of each format, and every byte comes back`, async () => {
    const { results } = await runFuzz({ mutants: MUTANTS, seed: 1, formats: ALL_ENCODINGS, jobs: 2 });
    expect(
      results.flatMap(({ defects }) => defects),
      results.map(describeFormat).join('\n'),
    ).toEqual([]);
    expect(results).toHaveLength(ALL_ENCODINGS.length);
    // Mutants that are all refused would prove nothing of what is written.
    for (const { encoding, written } of results) expect(written, encoding).toBeGreaterThan(MUTANTS / 20);
  });
});
