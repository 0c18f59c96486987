import { parseArgs } from 'node:util';
import { whyNoFaults } from './build-tools.ts';
import { runCampaign } from './campaign.ts';
import { describeCampaign, isFatal } from './tally.ts';
import type { TrialOutcome } from './trial.ts';

const HELP = `npm run attack -- [--trials N] [--seed S] [--jobs J] [--only INDEX] [--decoder payload|ffmpeg]

Writes tags in a process whose file system calls go wrong: killed before, after or within a call, EIO, ENOSPC, EINTR,
EACCES, short reads and writes, a disk that stays full, fsync that fails. The fault hits a write of 1 to 3 files, its
undo, or the recovery after a kill; then recovery runs twice without a fault, and every file must be byte for byte what
it was or what it should become, nothing may lie beside it, and undo must bring every original back with its mode and
time. Equal seeds choose equal trials. Linux only; needs a C compiler (cc).

--decoder payload (the default) gives the writer MD5s of the audio by our own walker instead of FFmpeg, which would take
most of the time. This weakens nothing that is checked: the campaign compares whole files with what they have to be.
Misreported: the process lived on and said something of a file that is not so, while file and journal are right; this is
counted, but does not fail the campaign. Killing a process loses nothing that the kernel had taken over: power failures
are not simulated.`;

const { values } = parseArgs({
  options: {
    trials: { type: 'string', default: '500' },
    seed: { type: 'string', default: '1' },
    jobs: { type: 'string', default: '2' },
    only: { type: 'string' },
    decoder: { type: 'string', default: 'payload' },
    help: { type: 'boolean', default: false },
  },
});

function describe({ plan, faultPlan, calls, report, conditions, findings, folder }: TrialOutcome): string {
  const operation = plan.operation === 'recover' ? `recover after a killed ${plan.killed}` : plan.operation;
  const place = `${plan.encoding}, ${plan.files} files, ${operation}`;
  const fault = `${faultPlan.fault} at call ${faultPlan.at} of ${calls} (${report.name} ${report.path})`;
  return [
    `seed ${values.seed}, trial ${plan.index}: ${place}; ${fault}: ${conditions.join(', ')}`,
    ...findings.map(({ defect, detail }) => `  ${defect}: ${detail}`),
    `  ${folder}`,
  ].join('\n');
}

async function main(): Promise<void> {
  const reason = whyNoFaults();
  if (reason) {
    console.log(`No trial was run: ${reason}.`);
    process.exitCode = 1;
    return;
  }
  const { outcomes, seconds, preparationSeconds, kept } = await runCampaign({
    trials: Number(values.trials),
    seed: Number(values.seed),
    jobs: Number(values.jobs),
    decoder: values.decoder === 'ffmpeg' ? 'ffmpeg' : 'payload',
    only: values.only === undefined ? undefined : Number(values.only),
    onOutcome: (outcome) => {
      if (outcome.findings.length > 0) console.log(describe(outcome));
    },
  });
  console.log(`\n${describeCampaign(outcomes)}`);
  const speed = `${(outcomes.length / seconds).toFixed(1)} trials/s`;
  const preparation = `(and ${preparationSeconds.toFixed(1)} s to build and encode)`;
  const folders = kept ? ` Folders with findings are kept in ${kept}.` : '';
  console.log(`${seconds.toFixed(1)} s, ${speed} ${preparation}.${folders}`);
  if (outcomes.some(isFatal)) process.exitCode = 1;
}

if (values.help) console.log(HELP);
else await main();
