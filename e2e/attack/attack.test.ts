import { describe, expect, it } from 'vitest';
import { whyNoFaults } from './build-tools.ts';
import { runCampaign } from './campaign.ts';
import { describeCampaign, isFatal } from './tally.ts';

const TRIALS = 500;
const reason = whyNoFaults();
// The reporter counts skipped tests, but does not name them.
if (reason) console.warn(`The fault campaign against the tag writer is skipped: ${reason}.`);

describe('the tag writer under faults of the file system', () => {
  it.skipIf(reason !== null)(
    `loses nothing in ${TRIALS} trials${reason === null ? '' : ` (not run: ${reason})`}`,
    async () => {
      const { outcomes, kept } = await runCampaign({ trials: TRIALS, seed: 1, jobs: 2, decoder: 'payload' });
      const failed = outcomes.filter(isFatal).map(({ plan, faultPlan, findings }) => ({
        trial: plan.index,
        operation: plan.operation,
        encoding: plan.encoding,
        ...faultPlan,
        findings,
      }));
      expect(failed, `${describeCampaign(outcomes)}\nFolders with findings are kept in ${kept ?? 'none'}.`).toEqual([]);
      expect(outcomes).toHaveLength(TRIALS);
      // A campaign whose faults never happen would find nothing.
      expect(outcomes.filter(({ report }) => report.fired).length).toBeGreaterThan(TRIALS * 0.9);
    },
  );
});
