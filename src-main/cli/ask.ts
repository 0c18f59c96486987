import { createInterface } from 'node:readline/promises';
import { AppError } from '../contract/app-error.ts';

/** Whether there is somebody to ask. */
export function canAsk(): boolean {
  return process.stdin.isTTY && process.stderr.isTTY;
}

/** Asks a question on stderr. @returns whether the answer is yes @throws AppError cancelled */
export async function isAgreed(question: string, signal: AbortSignal): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const ended = new AbortController();
  // Ctrl+C and Ctrl+D leave the question open otherwise.
  for (const event of ['SIGINT', 'close']) terminal.once(event, () => ended.abort());
  try {
    const answer = await terminal.question(question, { signal: AbortSignal.any([signal, ended.signal]) });
    return /^y(es)?$/i.test(answer.trim());
  } catch {
    throw new AppError('cancelled');
  } finally {
    terminal.close();
  }
}
