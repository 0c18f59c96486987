import { parseArgs } from 'node:util';
import { fuzzWeights } from './campaign.ts';

const HELP = `npm run fuzz:weights -- [--mutants N] [--seed S] [--file F …] [--reasons]

Gives the readers of weights damaged files, made of two that are written here and of those that are given: F.pt of
PyTorch, F.index of a TensorFlow checkpoint with its data beside it. Some are damaged as they lie, and may only be
refused or give the same tensors; in others the parts are damaged and the checksums made anew. Each must be refused
with a typed error or be read, within 2 s of the processor and with no more values than its file has bytes for; the
process may not crash, hang or take more than 512 MiB. --reasons lists why mutants were refused.`;

const { values } = parseArgs({
  options: {
    mutants: { type: 'string', default: '500' },
    seed: { type: 'string', default: '1' },
    file: { type: 'string', multiple: true, default: [] },
    reasons: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

async function main(): Promise<void> {
  const started = performance.now();
  const mutants = Number(values.mutants);
  if (!Number.isInteger(mutants) || mutants < 1) throw new Error('--mutants takes a whole number above 0');
  const { sources, defects, peakBytes } = await fuzzWeights({ mutants, seed: Number(values.seed), files: values.file });
  for (const [name, result] of sources) {
    const { read, sealedRead, refusals, longestMilliseconds } = result;
    console.log(
      `${name}: ${result.mutants} mutants, ${read} read (${sealedRead} under new checksums), refused for ` +
        `${refusals.size} reasons; longest ${longestMilliseconds.toFixed(0)} ms`,
    );
    if (values.reasons)
      for (const [reason, count] of [...refusals].sort(([, a], [, b]) => b - a)) console.log(`  ${count} ${reason}`);
  }
  for (const defect of defects) console.log(defect);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(
    `${mutants} mutants, ${defects.length} defects; ${seconds} s, peak ${Math.round(peakBytes / 2 ** 20)} MiB.`,
  );
  if (defects.length > 0) process.exitCode = 1;
}

if (values.help) console.log(HELP);
else await main();
