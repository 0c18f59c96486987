#!/usr/bin/env node
// @ts-check
import { existsSync } from 'node:fs';
import module from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBuild } from './build.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { BUILD_FOLDER, COMPILED_FOLDER, ROOT } from './project.mjs';
import { runScript, SetupError } from './setup-error.mjs';

// Nobody may read what is said while the set-up runs; the command itself goes on.
process.stderr.on('error', () => undefined);

await runScript(async () => {
  keepCompiledCode();
  const { entry, args } = splitEntry(process.argv.slice(2));
  await ensureDependencies();
  await ensureBuild();
  const file = join(BUILD_FOLDER, 'main', `${entry}.js`);
  if (!existsSync(file)) throw new SetupError(`The build has no command line entry named "${entry}".`, 2);
  enterCallersFolder();
  process.argv = [process.execPath, file, ...args];
  // In this very process: a second one would cost its start-up time, and signals and the exit status need no relay.
  await import(pathToFileURL(file).href);
});

/** Where Node can (from 22.1), what V8 compiled is kept for the next call; where the folder cannot be written, it is not. */
function keepCompiledCode() {
  const { enableCompileCache } = /** @type {{ enableCompileCache?: (folder: string) => void }} */ (module);
  enableCompileCache?.(COMPILED_FOLDER);
}

/** @param {string[]} args */
function splitEntry(args) {
  const [flag, entry, ...rest] = args;
  return flag === '--entry' && entry ? { entry, args: rest } : { entry: 'cli', args };
}

/** npm moves to the repository; relative paths are meant from where the user called it. */
function enterCallersFolder() {
  const { npm_lifecycle_event: script, INIT_CWD: callersFolder } = process.env;
  if (script && callersFolder && process.cwd() === ROOT) process.chdir(callersFolder);
}
