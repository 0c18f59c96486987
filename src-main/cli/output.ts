import type { ErrorData } from '../contract/app-error.ts';
import { ERROR_TEXTS } from '../contract/error-codes.ts';

/** How a command ended; the numbers are documented in the README. */
export const EXIT = { ok: 0, usage: 1, someFailed: 2, cancelled: 130 } as const;

/** One JSON object on a line of stdout. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

/** A line for people, on stdout. */
export function print(line: string): void {
  process.stdout.write(`${visible(line)}\n`);
}

/** File names may hold control characters; a terminal must not obey them. Our own line breaks stay. */
function visible(text: string): string {
  return text.replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, '\ufffd');
}

/** Whoever reads may stop reading (`| head`): that is no failure. */
export function endQuietlyWhenNobodyReads(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(EXIT.ok);
  });
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
export function counted(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}
