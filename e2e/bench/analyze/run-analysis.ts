import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AnalysisWindow } from '../../../src-main/contract/values.ts';
import { processMemory, treeMemory } from '../process-memory.ts';

/** Memory of an analysis, in bytes. */
export interface AnalysisMemory {
  /** Of all processes, at most. */
  readonly tree: number;
  /** Of the program itself, at most. */
  readonly own: number;
  /** The same before the first file is half decoded. */
  readonly start: number;
}

/** How the command line is run. */
export interface AnalysisRun {
  readonly target: string;
  readonly window: AnalysisWindow;
  /** GENRESCOPE_HOME. */
  readonly home: string;
  /** Null: the first that the program finds. */
  readonly ffmpeg: string | null;
  /** Where every stage's times go; null for none. */
  readonly spans?: string | null;
}

const START_MILLISECONDS = 1_500;
const SAMPLING_MILLISECONDS = 50;
const RECORDER = pathToFileURL(join('e2e', 'bench', 'trace', 'record-stages.mjs')).href;

/** Runs `genrescope analyze` as it was built. @returns seconds @throws where it fails */
export function runAnalysis(run: AnalysisRun): Promise<number> {
  return watched(run, () => undefined);
}

/** The same with a look at its memory, again and again, which takes time of the processors. @throws where it fails */
export async function watchAnalysis(run: AnalysisRun): Promise<AnalysisMemory & { readonly seconds: number }> {
  let [tree, own, start] = [0, 0, 0];
  const seconds = await watched(run, (pid, milliseconds) => {
    const memory = processMemory(pid);
    if (milliseconds < START_MILLISECONDS) start = Math.max(start, memory);
    own = Math.max(own, memory);
    tree = Math.max(tree, treeMemory(pid));
  });
  return { seconds, tree, own, start };
}

async function watched(
  { target, window, home, ffmpeg, spans = null }: AnalysisRun,
  look: (pid: number, milliseconds: number) => void,
): Promise<number> {
  const started = performance.now();
  const recorder = spans === null ? [] : ['--import', RECORDER];
  const args = [...recorder, 'out/main/cli.js', 'analyze', target, '--window', window, '--json'];
  const child = spawn(process.execPath, args, {
    stdio: 'ignore',
    env: {
      ...process.env,
      GENRESCOPE_HOME: home,
      ...(ffmpeg && { GENRESCOPE_FFMPEG: ffmpeg }),
      ...(spans && { GENRESCOPE_BENCH_SPANS: spans }),
    },
  });
  const timer = setInterval(() => look(child.pid ?? 0, performance.now() - started), SAMPLING_MILLISECONDS);
  const status = await new Promise<number | null>((done) => child.once('close', done));
  clearInterval(timer);
  if (status !== 0) throw new Error(`analyze ended with ${status}`);
  return (performance.now() - started) / 1000;
}
