import { AppError, toErrorData } from '../contract/app-error.ts';
import { chooseDataFolder } from '../files/data-folder.ts';
import { requireWritable } from '../files/require-writable.ts';
import { appPaths, modelRoots } from '../library/app-paths.ts';
import { createFileReader } from '../pipeline/scan/file-reader.ts';
import type { Command } from './command.ts';
import { UsageError } from './command.ts';
import { describeError, EXIT, printJson, say, sayText } from './output.ts';

/** Where a command is run. */
export interface RunPlace {
  /** Folder of the built workers. */
  readonly workerFolder: string;
  /** What `--data-dir` names; null where it is not given. */
  readonly dataDir: string | null;
}

/**
 * Runs a command and says on stderr what went wrong with it.
 * @returns the exit status
 */
export async function runCommand(
  command: Command,
  args: readonly string[],
  { workerFolder, dataDir }: RunPlace,
): Promise<number> {
  const dataFolder = chooseDataFolder({ option: dataDir, environment: process.env, builtFolder: workerFolder });
  // Threads, and what looks for fetched programs, find the folder by it.
  process.env['GENRESCOPE_HOME'] = dataFolder.path;
  const paths = appPaths();
  const reader = createFileReader(workerFolder);
  try {
    // Every command is to fail where it was told to put its data and cannot; others say so when they have to write.
    if (dataFolder.why === 'option') requireWritable(dataFolder.path);
    return await command.run(args, {
      paths,
      dataFolder,
      workerFolder,
      reader,
      modelRoots: modelRoots(paths, workerFolder),
      signal: cancelOnSignal(),
    });
  } catch (error) {
    return sayFailure(error, command, args);
  } finally {
    reader.close();
  }
}

/** @returns the exit status */
function sayFailure(error: unknown, command: Command, args: readonly string[]): number {
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
