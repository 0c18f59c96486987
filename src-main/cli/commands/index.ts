import packageJson from '../../../package.json' with { type: 'json' };
import { takeDataDir } from '../../files/data-dir-option.ts';
import { TOO_SLOW_STATUS } from '../../pipeline/model/run-limits.ts';
import { EXIT, print, printText, say, sayText, watchStreams } from '../output.ts';
import { COMMANDS } from './table.ts';

function usage(): string {
  const lines = Object.entries(COMMANDS).map(([name, { summary }]) => `  ${name.padEnd(11)} ${summary}`);
  return `Usage: genrescope COMMAND [options]

${lines.join('\n')}

genrescope COMMAND --help shows the options of a command. --data-dir DIR, before or after COMMAND, sets the
folder of the app's own data, as GENRESCOPE_HOME does.
Exit status: 0 success, 1 wrong usage or failure, 2 finished but some files failed, ${TOO_SLOW_STATUS} ended since a model took too
long, 130 cancelled.`;
}

async function main(args: readonly string[]): Promise<number> {
  const { folder, isIncomplete, rest: given } = takeDataDir(args);
  const [name, ...rest] = given;
  if (isIncomplete) {
    say('--data-dir needs a folder.');
    sayText(`\n${usage()}`);
    return EXIT.usage;
  }
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    printText(usage());
    return name === undefined ? EXIT.usage : EXIT.ok;
  }
  if (name === '--version') {
    print(packageJson.version);
    return EXIT.ok;
  }
  const row = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!row) {
    say(`There is no command “${name}”.`);
    sayText(`\n${usage()}`);
    return EXIT.usage;
  }
  const command = await row.load();
  if (rest.includes('--help') || rest.includes('-h')) {
    printText(command.help);
    return EXIT.ok;
  }
  const { runCommand } = await import('../run-command.ts');
  return runCommand(command, rest, { workerFolder: import.meta.dirname, dataDir: folder });
}

watchStreams();
process.exitCode = await main(process.argv.slice(2));
// A thread that is ended while it reads may keep the process from ending by itself.
if (process.exitCode === EXIT.cancelled) process.exit(EXIT.cancelled);
