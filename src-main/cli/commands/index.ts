import packageJson from '../../../package.json' with { type: 'json' };
import { AppError, toErrorData } from '../../contract/app-error.ts';
import { appPaths, modelRoots } from '../../library/app-paths.ts';
import { TOO_SLOW_STATUS } from '../../pipeline/model/run-limits.ts';
import type { Command } from '../command.ts';
import { UsageError } from '../command.ts';
import { analyze } from './analyze.ts';
import { doctor } from './doctor.ts';
import { doubtful } from './doubtful.ts';
import { install } from './install.ts';
import { labels } from './labels.ts';
import { library } from './library.ts';
import { next } from './next.ts';
import { promote, rollback } from './promote.ts';
import { evaluate } from './evaluate.ts';
import { explain } from './explain.ts';
import { features } from './features.ts';
import { models } from './models.ts';
import { retrain } from './retrain.ts';
import { settings } from './settings.ts';
import { spectrogram } from './spectrogram.ts';
import { tag } from './tag.ts';
import { train } from './train.ts';
import { undo } from './undo.ts';
import { describeError, EXIT, print, printJson, printText, say, sayText, watchStreams } from '../output.ts';
import { createFileReader } from '../../pipeline/scan/file-reader.ts';

const COMMANDS: Readonly<Record<string, Command>> = {
  analyze,
  tag,
  undo,
  spectrogram,
  explain,
  features,
  train,
  labels,
  library,
  next,
  doubtful,
  retrain,
  promote,
  rollback,
  settings,
  evaluate,
  models,
  install,
  doctor,
};

function usage(): string {
  const lines = Object.entries(COMMANDS).map(([name, { summary }]) => `  ${name.padEnd(11)} ${summary}`);
  return `Usage: genrescope COMMAND [options]

${lines.join('\n')}

genrescope COMMAND --help shows the options of a command. GENRESCOPE_HOME sets the folder of the app's own data.
Exit status: 0 success, 1 wrong usage or failure, 2 finished but some files failed, ${TOO_SLOW_STATUS} ended since a model took too
long, 130 cancelled.`;
}

/**
 * The first Ctrl+C cancels the command. The second one finds no listener, so that the system ends the process at once:
 * process.exit would wait for a thread in which a model computes.
 */
function cancelOnSignal(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => controller.abort());
  return controller.signal;
}

async function main(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    printText(usage());
    return name === undefined ? EXIT.usage : EXIT.ok;
  }
  if (name === '--version') {
    print(packageJson.version);
    return EXIT.ok;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) {
    say(`There is no command “${name}”.`);
    sayText(`\n${usage()}`);
    return EXIT.usage;
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    printText(command.help);
    return EXIT.ok;
  }
  return runCommand(command, rest);
}

async function runCommand(command: Command, args: readonly string[]): Promise<number> {
  const paths = appPaths();
  const workerFolder = import.meta.dirname;
  const reader = createFileReader(workerFolder);
  try {
    return await command.run(args, {
      paths,
      workerFolder,
      reader,
      modelRoots: modelRoots(paths, workerFolder),
      signal: cancelOnSignal(),
    });
  } catch (error) {
    if (error instanceof UsageError) {
      say(error.message);
      sayText(`\n${command.help}`);
      return EXIT.usage;
    }
    if (error instanceof AppError && error.code === 'cancelled') {
      say('Cancelled. Finished work is kept.');
      return EXIT.cancelled;
    }
    const failure = toErrorData(error);
    if (args.includes('--json')) printJson({ status: 'error', error: failure });
    say(describeError(failure));
    return EXIT.usage;
  } finally {
    reader.close();
  }
}

watchStreams();
process.exitCode = await main(process.argv.slice(2));
// A thread that is ended while it reads may keep the process from ending by itself.
if (process.exitCode === EXIT.cancelled) process.exit();
