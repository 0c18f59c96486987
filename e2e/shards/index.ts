import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { libraryRows } from '../../src-main/testing/library-rows.ts';
import { makeSounds } from './make-sounds.ts';

const HELP = `npm run verify:shards -- [--files N] [--shards N] [--at-once N]

Makes N short files (400), analyses them in shards (4) by GNU parallel, some at once (2), and merges these; then analyses
them in one run. The two libraries have to be equal to the bit, apart from times. Needs ffmpeg and GNU parallel.
Exit status: 0 they are, 1 they are not, or a program is missing.`;

const { values } = parseArgs({
  options: {
    files: { type: 'string', default: '400' },
    shards: { type: 'string', default: '4' },
    'at-once': { type: 'string', default: '2' },
    help: { type: 'boolean', default: false },
  },
});
const CLI = resolve('out/main/cli.js');
/** What GNU parallel runs for each shard `{}`; docs/many-machines.md shows the same. */
const COMMAND = `"$NODE" "$CLI" analyze "$MUSIC" --shard {}/${values.shards} --json --jobs 2 > "$OUT/shard-{}.jsonl"`;

/** Why the check cannot be made; null where it can. */
function whatIsMissing(): string | null {
  const version = spawnSync('parallel', ['--version'], { encoding: 'utf8' }).stdout ?? '';
  // Another program has the same name.
  if (!version.startsWith('GNU parallel')) return 'GNU parallel is not installed (apt-get install parallel)';
  return spawnSync('ffmpeg', ['-version']).error ? 'ffmpeg is not installed' : null;
}

function timed(what: string, work: () => void): void {
  const started = performance.now();
  work();
  console.log(`${what}: ${((performance.now() - started) / 1000).toFixed(1)} s`);
}

/** @returns the library that the results make */
function merge(home: string, results: readonly string[]): string {
  const options = { env: { ...process.env, GENRESCOPE_HOME: home }, encoding: 'utf8' } as const;
  console.log(execFileSync(process.execPath, [CLI, 'library', 'import', ...results], options).trim());
  return join(home, 'library.db');
}

function compare(folder: string): boolean {
  const music = join(folder, 'music');
  const numbers = Array.from({ length: Number(values.shards) }, (_, index) => `${index + 1}`);
  const analyse = (out: string, command: string, jobs: readonly string[]) => {
    mkdirSync(join(folder, out));
    const variables = { NODE: process.execPath, CLI, MUSIC: music, OUT: join(folder, out) };
    const env = { ...process.env, ...variables, GENRESCOPE_HOME: join(folder, 'machine') };
    execFileSync('parallel', ['--jobs', values['at-once'], command, ':::', ...jobs], { env, stdio: 'inherit' });
    return jobs.map((job) => join(folder, out, `shard-${job}.jsonl`));
  };
  let [parts, whole]: (readonly string[])[] = [];
  timed(`${values.files} files made`, () => makeSounds(music, Number(values.files)));
  console.log(`parallel --jobs ${values['at-once']} '${COMMAND}' ::: ${numbers.join(' ')}`);
  timed('shards', () => (parts = analyse('shards', COMMAND, numbers)));
  timed('one run', () => (whole = analyse('run', COMMAND.replace(`/${values.shards}`, '/1'), ['1'])));
  const merged = libraryRows(merge(join(folder, 'merged'), parts ?? []));
  const alone = libraryRows(merge(join(folder, 'alone'), whole ?? []));
  const analysed = merged.filter(({ embedding }) => embedding !== null).length;
  const isEqual = isDeepStrictEqual(merged, alone);
  console.log(`${analysed} of ${merged.length} tracks analysed; the libraries are ${isEqual ? 'equal' : 'NOT equal'}.`);
  return isEqual && analysed === Number(values.files);
}

function main(): number {
  const missing = whatIsMissing();
  if (missing !== null) {
    console.log(`Nothing was checked: ${missing}.`);
    return 1;
  }
  const folder = mkdtempSync(join(tmpdir(), 'genrescope-shards-'));
  try {
    return compare(folder) ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (values.help) console.log(HELP);
else process.exitCode = main();
