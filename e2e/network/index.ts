import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import { provideElectron } from '../electron-path.ts';
import { inOwnNetwork, whyNoNamespace } from './namespace.ts';
import { watchAttempts, watchUse } from './activities.ts';

const HELP = `npm run verify:network -- [--minutes N | --attempts] [--net-log-only]

Starts the built app on generated music and uses all of it for N minutes (0, the default, is one round): opens a folder,
analyses, searches, listens, opens every dialog, labels, writes tags and undoes them. On Linux this runs in a network of
its own, where every packet that leaves is seen, of every process; needs unshare and ip, and the right to make namespaces.
Everywhere, Chromium's own log of its network stack is read too. At the end the app looks up a name, which the watch has
to see. Exit status: 0 nothing was looked up or connected to, 1 something was, or the app could not be watched.

--attempts      lets the page try to reach servers in every way instead: nothing may arrive
--net-log-only  reads Chromium's log alone, where no network of one's own can be made`;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '0' },
    attempts: { type: 'boolean', default: false },
    'net-log-only': { type: 'boolean', default: false },
    /** Set where this process runs in the network that its parent made. */
    inside: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

/** Runs this very program in a network of its own. @returns its exit status */
async function runInside(): Promise<number> {
  const [command = '', ...args] = inOwnNetwork([
    process.execPath,
    ...process.execArgv,
    ...process.argv.slice(1),
    '--inside',
  ]);
  const child = spawn(command, args, { stdio: 'inherit' });
  return new Promise((resolve) => child.once('close', (status) => resolve(status ?? 1)));
}

async function watch(): Promise<number> {
  const say = (line: string): void => console.log(line);
  say(
    `${new Date().toISOString()} Watched by ${values.inside ? 'packets of all processes, and ' : ''}Chromium’s own log.`,
  );
  const options = { hasOwnNetwork: values.inside, say };
  const contacts = await (values.attempts ? watchAttempts(options) : watchUse(Number(values.minutes), options));
  for (const contact of contacts) say(contact);
  say(`${new Date().toISOString()} ${contacts.length} lookups and connections.`);
  return contacts.length === 0 ? 0 : 1;
}

async function main(): Promise<number> {
  provideElectron();
  if (values.inside || values['net-log-only']) return watch();
  const reason = whyNoNamespace();
  if (reason === null) return runInside();
  console.log(`Packets cannot be watched: ${reason}. --net-log-only watches by Chromium's log alone.`);
  return 1;
}

if (values.help) console.log(HELP);
else process.exitCode = await main();
