import { parseArgs } from 'node:util';
import { ALL_ENCODINGS } from '../../src-main/testing/encode-audio.ts';
import { describeFormat, runFuzz } from './campaign.ts';

const HELP = `npm run fuzz -- [--mutants N] [--seed S] [--format F] [--jobs J]

Gives the tag writer damaged files: bits flipped, bytes set, blocks removed, doubled or inserted, sizes changed, cut
off, tags joined, garbage in front or behind. Each must be refused with a typed error and not be touched, or be
written with the audio bytes that a walker of our own finds unchanged, and undo must bring every byte back; nothing
may lie beside it, no process may crash, hang for 20 s or take more than a gigabyte. One mutant in ten is checked by
FFmpeg as users' files are; the others are written with a decoder that sees no difference, so that the editors are
checked without its help, and what changes the audio is tried again with FFmpeg. Formats: ${ALL_ENCODINGS.join(', ')}.`;

const { values } = parseArgs({
  options: {
    mutants: { type: 'string', default: '500' },
    seed: { type: 'string', default: '1' },
    format: { type: 'string' },
    jobs: { type: 'string', default: '2' },
    help: { type: 'boolean', default: false },
  },
});

async function main(): Promise<void> {
  const formats = ALL_ENCODINGS.filter((encoding) => values.format === undefined || encoding === values.format);
  if (formats.length === 0) throw new Error(`--format takes one of: ${ALL_ENCODINGS.join(', ')}`);
  const { results, seconds } = await runFuzz({
    mutants: Number(values.mutants),
    seed: Number(values.seed),
    formats,
    jobs: Number(values.jobs),
    onResult: (result) => console.log(describeFormat(result)),
  });
  const defects = results.reduce((sum, result) => sum + result.defects.length, 0);
  const mutants = results.reduce((sum, result) => sum + result.mutants, 0);
  console.log(
    `${mutants} mutants, ${defects} defects; ${seconds.toFixed(1)} s, ${(mutants / seconds).toFixed(0)} mutants/s.`,
  );
  if (defects > 0) process.exitCode = 1;
}

if (values.help) console.log(HELP);
else await main();
