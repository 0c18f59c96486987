// @ts-check
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { ROOT } from './project.mjs';
import { SetupError } from './setup-error.mjs';

/** @typedef {{ cwd?: string, env?: NodeJS.ProcessEnv, streamed?: boolean, timeoutSeconds?: number }} CommandOptions */
/** @typedef {{ status: number, output: string, interruptedBy: NodeJS.Signals | null }} CommandResult */

const FORWARDED_SIGNALS = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/**
 * Runs a command to its end. Its output is kept and returned, or goes where ours goes when `streamed`.
 * Signals sent to us are handed on to it.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {CommandOptions} [options]
 * @returns {Promise<CommandResult>}
 */
export function runCommand(command, args, { cwd = ROOT, env = process.env, streamed = false, timeoutSeconds } = {}) {
  const child = spawn(command, args, {
    cwd,
    env,
    stdio: streamed ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    ...(timeoutSeconds === undefined ? {} : { timeout: timeoutSeconds * 1000, killSignal: 'SIGKILL' }),
  });
  const output = collectOutput(child);
  const forwarding = forwardSignals(child);
  return new Promise((done, fail) => {
    child.once('error', (error) => {
      forwarding.stop();
      fail(error);
    });
    child.once('close', (code, signal) => {
      forwarding.stop();
      done({ status: exitStatus(code, signal), output: output(), interruptedBy: forwarding.received() });
    });
  });
}

/**
 * Like `runCommand`, for a step that must work: ends this process if the user interrupts it, throws if it fails.
 * @param {string} purpose what the step does, for the message
 * @param {string} command
 * @param {readonly string[]} args
 * @param {CommandOptions} [options]
 */
export async function runStep(purpose, command, args, options) {
  const { status, output } = endIfInterrupted(await runCommand(command, args, options));
  if (status !== 0)
    throw new SetupError(`${output.trimEnd()}\n\n${purpose} failed (exit status ${status}).`.trimStart());
  return output;
}

/**
 * Nothing may go on after the user has interrupted a step: leaves with the status a shell expects.
 * @param {CommandResult} result
 */
export function endIfInterrupted(result) {
  if (result.interruptedBy) process.exit(signalStatus(result.interruptedBy));
  return result;
}

/** @param {NodeJS.Signals} signal */
function signalStatus(signal) {
  return 128 + constants.signals[signal];
}

/** @param {number | null} code @param {NodeJS.Signals | null} signal */
function exitStatus(code, signal) {
  return signal ? signalStatus(signal) : (code ?? 1);
}

/** @param {import('node:child_process').ChildProcess} child */
function collectOutput(child) {
  /** @type {Buffer[]} */
  const chunks = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString();
}

/** @param {import('node:child_process').ChildProcess} child */
function forwardSignals(child) {
  /** @type {NodeJS.Signals | null} */
  let last = null;
  /** @param {NodeJS.Signals} signal */
  const forward = (signal) => {
    last = signal;
    // A terminal sends Ctrl+C to the child as well; Chromium takes a second one for "die at once".
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  };
  for (const signal of FORWARDED_SIGNALS) process.on(signal, forward);
  return {
    received: () => last,
    stop: () => FORWARDED_SIGNALS.forEach((signal) => process.off(signal, forward)),
  };
}
