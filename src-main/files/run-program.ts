import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { lightSpawn } from './spawn-lightly.ts';

/** A program that runs. */
export interface RunningProgram {
  readonly pid: number | undefined;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Its exit status once it has ended and its output is read; null where a signal ended it. @throws where it could not be started */
  readonly ended: Promise<number | null>;
  /** Ends it at once; nothing where it has ended. */
  kill(): void;
}

/**
 * Starts a program with pipes for its output, on Linux without a copy of this process's page tables.
 * @param stdin a descriptor of this process; null for none
 */
export function runProgram(executable: string, args: readonly string[], stdin: number | null): RunningProgram {
  return lightSpawn()?.(executable, args, stdin) ?? spawnByNode(executable, args, stdin);
}

function spawnByNode(executable: string, args: readonly string[], stdin: number | null): RunningProgram {
  const child = spawn(executable, args, { stdio: [stdin ?? 'ignore', 'pipe', 'pipe'], windowsHide: true });
  const { stdout, stderr } = child;
  if (!stdout || !stderr) throw new TypeError('Both were asked for as pipes.');
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { pid: child.pid, stdout, stderr, ended, kill: () => void child.kill('SIGKILL') };
}
