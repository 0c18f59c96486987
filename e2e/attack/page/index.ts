import { parseArgs } from 'node:util';
import { withVirtualDisplay } from '../../../src-main/setup/virtual-display.mjs';
import { provideElectron } from '../../electron-path.ts';
import type { PageAttack } from './campaign.ts';
import { attackPage } from './campaign.ts';

const HELP = `npm run attack:page -- [--requests N] [--seed S]

Starts the built app on generated music and lets a script in its page send N requests (10,000) to all operations: half
of the shape that their schemas ask for, with contents at the bounds or odd, half spoiled by wrong types, paths, keys
such as __proto__, cyclic and huge values. They are made from the schemas, so that a new operation is attacked too. Half
of them come without any input of a user, the others after a key was pressed. Exit status 1 if the main process was
blocked for longer than 500 ms (without waiting for a processor), if it or the page took more memory than the limit, if a request was not answered, if a dialog
was shown or anything changed without input, if a file outside the music folder was read or changed, or if the log has
a fault.`;

const LIMITS = { blockedMilliseconds: 500, mainMegabytes: 1_500, pageMegabytes: 2_500 } as const;

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    help: { type: 'boolean', default: false },
  },
});

/** Lines of the table: what, how much, the limit, and whether it is kept. */
function rowsOf({ answers, report, unasked, touched, faults, readsAreNoted }: PageAttack): [string, number, number][] {
  if (!readsAreNoted)
    console.log('The file system does not note reads: only changes outside the music folder were seen.');
  return [
    ['requests without an answer', answers.filter(({ outcome }) => outcome === 'unanswered').length, 0],
    ['requests that failed unexpectedly', answers.filter(({ outcome }) => outcome.startsWith('unexpected')).length, 0],
    ['changes and dialogs without input', unasked.length, 0],
    ['files read or changed elsewhere', touched.length, 0],
    ['faults in the log', faults.length, 0],
    ['longest block of the main process, ms', report.blockedMilliseconds, LIMITS.blockedMilliseconds],
    ['memory of the main process, MB', report.mainMegabytes, LIMITS.mainMegabytes],
    ['memory of the page, MB', report.pageMegabytes, LIMITS.pageMegabytes],
  ];
}

function tellOutcomes({ answers, unasked, touched, faults, report }: PageAttack): void {
  const counts = new Map<string, number>();
  for (const { outcome } of answers) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  for (const [outcome, count] of [...counts].sort(([, a], [, b]) => b - a))
    console.log(`${String(count).padStart(8)} ${outcome}`);
  const odd = answers.filter(({ outcome }) => outcome === 'unanswered' || outcome.startsWith('unexpected'));
  const named = odd.map(({ name, outcome }) => `${outcome}: ${name}`);
  for (const line of new Set([...named, ...unasked, ...touched, ...faults])) console.log(line);
  console.log(`${report.dialogs.length} dialogs were cancelled, ${report.handedOver.length} files shown after input.`);
  console.log(`By the clock, the main process was blocked for up to ${report.clockMilliseconds.toFixed(0)} ms.\n`);
}

async function main(): Promise<void> {
  provideElectron();
  const attack = await withVirtualDisplay(async (environment) => {
    Object.assign(process.env, environment);
    return attackPage(Number(values.requests), Number(values.seed));
  });
  tellOutcomes(attack);
  const rows = rowsOf(attack);
  for (const [what, found, limit] of rows)
    console.log(
      `${what.padEnd(40)}${found.toFixed(0).padStart(8)}${`(limit ${limit})`.padStart(16)}${found > limit ? '  MISSED' : ''}`,
    );
  process.exitCode = rows.some(([, found, limit]) => found > limit) ? 1 : 0;
}

if (values.help) console.log(HELP);
else await main();
