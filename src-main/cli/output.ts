import { fstatSync, writeSync } from 'node:fs';
import { shownPath } from '../files/fs-path.ts';
import type { ErrorData } from '../contract/app-error.ts';
import { ERROR_TEXTS } from '../contract/error-codes.ts';

/** How a command ended; the numbers are documented in the README. */
export const EXIT = { ok: 0, usage: 1, someFailed: 2, cancelled: 130 } as const;

/** What becomes of a command whose output cannot be written. */
const output = { isStdoutFile: isRegularFile(1), mustFinish: false, failure: null as NodeJS.ErrnoException | null };

/** One JSON object on a line of stdout. */
export function printJson(value: unknown): void {
  writeOut(`${shownPath(JSON.stringify(value))}\n`);
}

/** A line for people, on stdout. */
export function print(line: string): void {
  writeOut(`${visible(line)}\n`);
}

/** File names may hold control characters; a terminal must not obey them. Our own line breaks stay. */
function visible(text: string): string {
  return shownPath(text).replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, '\ufffd');
}

/**
 * Makes failures of stdout and stderr harmless. Whoever reads may stop reading (`| head`): that is no failure, and a command
 * ends quietly unless it said {@link finishWithoutReaders}. A full disk is one. What was to be said on stderr is lost, no more.
 */
export function watchStreams(): void {
  process.stderr.on('error', () => undefined);
  process.stdout.on('error', onOutputError);
  // The last failure may be told after the command has ended.
  process.on('exit', (status) => {
    if (status === EXIT.ok && output.failure && output.failure.code !== 'EPIPE') process.exitCode = EXIT.usage;
  });
}

/** From now on the command does its work to the end, whether anybody reads what it prints or not. */
export function finishWithoutReaders(): void {
  output.mustFinish = true;
}

function onOutputError(error: NodeJS.ErrnoException): void {
  const isFirst = output.failure === null;
  output.failure ??= error;
  const isUnread = error.code === 'EPIPE';
  if (isFirst && !isUnread)
    say(`The output cannot be written (${error.message}).${output.mustFinish ? ' The work goes on without it.' : ''}`);
  if (!output.mustFinish) process.exit(isUnread ? EXIT.ok : EXIT.usage);
}

/** Node takes a part of a text that a nearly full disk took for the whole; so files are written here. */
function writeOut(text: string): void {
  if (output.failure) return;
  if (!output.isStdoutFile) return void process.stdout.write(text);
  try {
    const bytes = Buffer.from(text);
    for (let offset = 0; offset < bytes.length;) offset += writeSync(1, bytes, offset);
  } catch (error) {
    onOutputError(error as NodeJS.ErrnoException);
  }
}

function isRegularFile(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isFile();
  } catch {
    return false;
  }
}

/** A line for people, on stderr. */
export function say(line: string): void {
  process.stderr.write(`${visible(line)}\n`);
}

/** An error in words: what happened, the particulars, what to do. */
export function describeError({ code, message }: ErrorData): string {
  const { title, advice } = ERROR_TEXTS[code];
  return message === title ? `${title}. ${advice}` : `${title} (${message}). ${advice}`;
}

/** `1 file`, `2 files` */
export function counted(amount: number, noun: string, plural = `${noun}s`): string {
  return `${amount} ${amount === 1 ? noun : plural}`;
}
