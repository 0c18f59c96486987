import { fstatSync, writeSync } from 'node:fs';
import { shownPath } from '../files/fs-path.ts';
import type { ErrorData } from '../contract/app-error.ts';
import { ERROR_TEXTS } from '../contract/error-codes.ts';
import { count } from '../texts/format.ts';
import { visibleLine, visibleText } from './visible-text.ts';

/** How a command ended; the numbers are documented in the README. */
export const EXIT = { ok: 0, usage: 1, someFailed: 2, cancelled: 130 } as const;

/** Whether the output can be written, and what happens to the command when it cannot. */
const output = { isStdoutFile: isRegularFile(1), mustFinish: false, failure: null as NodeJS.ErrnoException | null };

/** One JSON object on a line of stdout. */
export function printJson(value: unknown): void {
  writeOut(`${shownPath(JSON.stringify(value))}\n`);
}

/** The same for a program that needs names of files as they are, those that are not UTF-8 too (see `fsPath`). */
export function printExactJson(value: unknown): void {
  writeOut(`${JSON.stringify(value)}\n`);
}

/** A line for people, on stdout; control characters in it are written out. */
export function print(line: string): void {
  writeOut(`${visibleLine(line)}\n`);
}

/** A text of our own for people, on stdout; it may have several lines. */
export function printText(text: string): void {
  writeOut(`${visibleText(text)}\n`);
}

/**
 * Handles failures of stdout and stderr. When the reader stops reading (`| head`), the command ends quietly, unless it called
 * {@link finishWithoutReaders}. A full disk is an error. A message that stderr cannot take is lost.
 */
export function watchStreams(): void {
  process.stderr.on('error', () => undefined);
  process.stdout.on('error', onOutputError);
  // A failure may be reported after the command has ended.
  process.on('exit', (status) => {
    if (status === EXIT.ok && output.failure && output.failure.code !== 'EPIPE') process.exitCode = EXIT.usage;
  });
}

/** From now on the command finishes its work even if nobody reads its output. */
export function finishWithoutReaders(): void {
  output.mustFinish = true;
}

function onOutputError(error: NodeJS.ErrnoException): void {
  const isFirst = output.failure === null;
  output.failure ??= error;
  const isUnread = error.code === 'EPIPE';
  const next = output.mustFinish ? ' The command continues without it.' : '';
  if (isFirst && !isUnread) say(`The output cannot be written (${error.message}).${next}`);
  if (!output.mustFinish) process.exit(isUnread ? EXIT.ok : EXIT.usage);
}

/** Node takes a partial write on a nearly full disk for a complete one, so regular files are written here. */
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

/** A line for people, on stderr; control characters in it are written out. */
export function say(line: string): void {
  process.stderr.write(`${visibleLine(line)}\n`);
}

/** A text of our own for people, on stderr; it may have several lines. */
export function sayText(text: string): void {
  process.stderr.write(`${visibleText(text)}\n`);
}

/** An error as a sentence: what happened, the details, what to do. */
export function describeError({ code, message }: ErrorData): string {
  const { title, advice } = ERROR_TEXTS[code];
  return message === title ? `${title}. ${advice}` : `${title} (${message}). ${advice}`;
}

/** `1 file`, `2 files` */
export function counted(amount: number, noun: string, plural = `${noun}s`): string {
  return count(amount, { one: noun, other: plural });
}
