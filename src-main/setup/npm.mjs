// @ts-check
import { basename } from 'node:path';
import { runCommand, runStep } from './command.mjs';

/** @typedef {import('./command.mjs').CommandOptions} CommandOptions */

/**
 * The command line that runs npm: the very npm that called us where there is one, else the one on the path.
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @param {NodeJS.Platform} [platform]
 * @returns {[command: string, args: string[]]}
 */
export function npmCommand(args, env = process.env, platform = process.platform) {
  const script = env.npm_execpath;
  // Another package manager announces itself the same way.
  if (script && basename(script) === 'npm-cli.js') return [process.execPath, [script, ...args]];
  // npm.cmd can be started by a command interpreter only.
  return platform === 'win32' ? ['cmd.exe', ['/d', '/s', '/c', 'npm', ...args]] : ['npm', [...args]];
}

/**
 * Runs npm as a step that must work.
 * @param {string} purpose
 * @param {readonly string[]} args
 * @param {CommandOptions} [options]
 */
export function npmStep(purpose, args, options) {
  return runStep(purpose, ...npmCommand(args), options);
}

/**
 * Runs npm and returns how it ended.
 * @param {readonly string[]} args
 * @param {CommandOptions} [options]
 */
export function runNpm(args, options) {
  return runCommand(...npmCommand(args), options);
}
