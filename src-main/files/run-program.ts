import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { lightSpawn } from './spawn-lightly.ts';

/** What a program reads: a descriptor of this process, a text that is given later, or nothing. */
export type ProgramInput = number | 'later' | null;

/** A program that runs. */
export interface RunningProgram {
  readonly pid: number | undefined;
  /** What it prints; a piece holds until the next is asked for. */
  readonly output: AsyncIterable<Uint8Array>;
  readonly stderr: Readable;
  /** Its exit status once it has ended and its output is read; null where a signal ended it. @throws where it could not be started */
  readonly ended: Promise<number | null>;
  /** Gives it the text that it was to have later, and no more; nothing where it has ended. */
  give(input: string): void;
  /** Ends it at once; nothing where it has ended. */
  kill(): void;
}

/** Starts a program with pipes for its output, on Linux without a copy of this process's page tables. */
export function runProgram(executable: string, args: readonly string[], input: ProgramInput): RunningProgram {
  return lightSpawn()?.(executable, args, input) ?? spawnByNode(executable, args, input);
}

function spawnByNode(executable: string, args: readonly string[], input: ProgramInput): RunningProgram {
  const stdin = input === 'later' ? 'pipe' : (input ?? 'ignore');
  const child = spawn(executable, args, { stdio: [stdin, 'pipe', 'pipe'], windowsHide: true });
  const { stdout, stderr } = child;
  if (!stdout || !stderr) throw new TypeError('Both were asked for as pipes.');
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  // It may have ended before it is given anything.
  child.stdin?.on('error', () => undefined);
  return {
    pid: child.pid,
    output: stdout as AsyncIterable<Buffer>,
    ...{ stderr, ended },
    give: (text) => void child.stdin?.end(text),
    kill: () => void child.kill('SIGKILL'),
  };
}
