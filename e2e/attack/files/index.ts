import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { makeAttackFolder } from './make-folder.ts';
import { analyseFolder, cancelAnalysis } from './run-command.ts';

const MOST_SECONDS = 120;
const MOST_MEGABYTES = 600;
const CANCEL_SECONDS = 1;
/** When analyses are interrupted, in seconds after their start. */
const MOMENTS = [0.5, 1, 2, 5, 10, 20];

/** One thing that must hold. */
interface Check {
  readonly what: string;
  readonly found: string;
  readonly holds: boolean;
}

async function checkAnalysis(folder: string, home: string): Promise<Check[]> {
  const { good, hostile } = await makeAttackFolder(folder);
  const run = await analyseFolder(folder, home);
  const results = run.lines.map(
    (line) => JSON.parse(line) as { path: string; status: string; error?: { code: string } },
  );
  const done = results.filter(({ path, status }) => good.includes(basename(path)) && status !== 'error');
  const megabytes = run.peakMemory / 2 ** 20;
  results
    .filter(({ status }) => status === 'error')
    .forEach(({ path, error }) => console.log(`  ${(error?.code ?? '').padEnd(20)} ${JSON.stringify(basename(path))}`));
  return [
    { what: 'good files analysed', found: `${done.length} of ${good.length}`, holds: done.length === good.length },
    { what: 'files answered for', found: `${results.length}`, holds: results.length >= good.length + hostile },
    { what: `seconds (at most ${MOST_SECONDS})`, found: run.seconds.toFixed(1), holds: run.seconds <= MOST_SECONDS },
    { what: `peak MB (at most ${MOST_MEGABYTES})`, found: megabytes.toFixed(0), holds: megabytes <= MOST_MEGABYTES },
  ];
}

async function checkCancelling(folder: string, home: string): Promise<Check[]> {
  const checks: Check[] = [];
  for (const moment of MOMENTS) {
    const seconds = await cancelAnalysis(folder, home, moment);
    checks.push({
      what: `cancelled after ${moment} s`,
      found: seconds === null ? 'was done' : `${seconds.toFixed(2)} s`,
      holds: (seconds ?? 0) <= CANCEL_SECONDS,
    });
  }
  return checks;
}

function tell(checks: readonly Check[]): void {
  for (const { what, found, holds } of checks)
    console.log(`${holds ? 'ok    ' : 'MISSED'}  ${what.padEnd(32)} ${found}`);
  if (checks.some(({ holds }) => !holds)) process.exitCode = 1;
}

const home = await mkdtemp(join(tmpdir(), 'genrescope-hostile-'));
try {
  const folder = join(home, 'music');
  await mkdir(folder);
  tell(await checkAnalysis(folder, home));
  tell(await checkCancelling(folder, home));
} finally {
  await rm(home, { recursive: true, force: true });
}
