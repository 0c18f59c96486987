import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { treeMemory } from '../../bench/process-memory.ts';

const SAMPLE_MILLISECONDS = 200;
/** What has not ended by then will not end. */
const PATIENCE_MILLISECONDS = 10_000;
const COMMAND_LINE = resolve(import.meta.dirname, '..', '..', '..', 'out', 'main', 'cli.js');

/** How a run of the command line went. */
export interface CommandRun {
  /** Lines of its output. */
  readonly lines: readonly string[];
  readonly status: number | null;
  readonly seconds: number;
  /** Of the process and all its children, in bytes. */
  readonly peakMemory: number;
}

/** Analyses a folder by the command line, with a home of its own. */
export async function analyseFolder(folder: string, home: string): Promise<CommandRun> {
  const started = performance.now();
  const child = startAnalysis(folder, home);
  let [output, peakMemory] = ['', 0];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  const sampler = setInterval(() => {
    peakMemory = Math.max(peakMemory, treeMemory(child.pid ?? 0));
  }, SAMPLE_MILLISECONDS);
  const [status] = (await once(child, 'close')) as [number | null];
  clearInterval(sampler);
  const seconds = (performance.now() - started) / 1000;
  return { lines: output.split('\n').filter((line) => line !== ''), status, seconds, peakMemory };
}

/**
 * Interrupts an analysis, as Ctrl+C does, some time after its start.
 * @returns the seconds until it had ended; null where it had ended before
 */
export async function cancelAnalysis(folder: string, home: string, afterSeconds: number): Promise<number | null> {
  const child = startAnalysis(folder, home);
  child.stdout.resume();
  const closed = once(child, 'close');
  await Promise.race([wait(afterSeconds * 1000), closed]);
  if (child.exitCode !== null) return null;
  const asked = performance.now();
  child.kill('SIGINT');
  const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MILLISECONDS);
  await closed;
  clearTimeout(timer);
  return (performance.now() - asked) / 1000;
}

function startAnalysis(folder: string, home: string) {
  return spawn(process.execPath, [COMMAND_LINE, 'analyze', '--json', folder], {
    env: { ...process.env, GENRESCOPE_HOME: join(home, 'home') },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}
