import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { synthesizeWav } from '../../src-main/testing/synthesize.ts';
import { childrenMilliseconds } from './ears/processor-time.ts';
import { median } from './median.ts';

/**
 * `npm run bench:start -- [--rounds N]`: how long commands take that do little or nothing, beside Node on an empty
 * program, which nothing in Node can be faster than. Every round runs each command once, so that what else the machine
 * does meets all of them.
 */
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '7' } } });
const rounds = Number(values.rounds);
const folder = mkdtempSync(join(tmpdir(), 'genrescope-bench-'));
const track = join(folder, 'second.wav');
const COMMAND_LINE = resolve(import.meta.dirname, '../../src-main/setup/genrescope.mjs');
/** One second of sound: most of what its analysis takes is the start of the engine. */
const COMMANDS = [['--version'], ['--help'], ['settings'], ['models'], ['labels'], ['doctor'], ['analyze', track]];

interface Taken {
  readonly wall: number;
  readonly processor: number;
}

function take(args: readonly string[]): Taken {
  const started = performance.now();
  const before = childrenMilliseconds();
  // Some end with a status of their own, as labels without a table does.
  const { error } = spawnSync(process.execPath, args, {
    env: { ...process.env, GENRESCOPE_HOME: join(folder, 'home') },
  });
  if (error) throw error;
  return { wall: performance.now() - started, processor: childrenMilliseconds() - before };
}

const programs = [
  { name: 'node -e 0', args: ['-e', '0'], taken: [] as Taken[] },
  ...COMMANDS.map((args) => ({ name: args[0] ?? '', args: [COMMAND_LINE, ...args], taken: [] as Taken[] })),
];
try {
  writeFileSync(track, synthesizeWav({ seconds: 1 }));
  // The first round fills the caches of the system and is not counted.
  for (let round = 0; round <= rounds; round += 1)
    for (const { args, taken } of programs) {
      const one = take(args);
      if (round > 0) taken.push(one);
    }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const medians = programs.map(({ name, taken }) => ({
  name,
  wall: median(taken.map(({ wall }) => wall)),
  processor: median(taken.map(({ processor }) => processor)),
}));
const limit = medians[0]?.wall ?? NaN;
console.log(`${'command'.padEnd(12)} wall ms   of node -e 0   processor ms   (medians of ${rounds})`);
for (const { name, wall, processor } of medians) {
  const ratio = (wall / limit).toFixed(1);
  console.log(
    `${name.padEnd(12)} ${wall.toFixed(0).padStart(7)} ${ratio.padStart(13)} ${String(processor).padStart(14)}`,
  );
}
