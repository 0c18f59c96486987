import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { ChildReply, ChildRequest } from './child.ts';

/** What to fuzz. */
export interface WeightsFuzzOptions {
  /** Of all files together. */
  readonly mutants: number;
  readonly seed: number;
  /** Beside the made ones. */
  readonly files: readonly string[];
}

/** What became of the mutants of one file. */
interface SourceResult {
  mutants: number;
  read: number;
  /** Of those read: under right checksums. */
  sealedRead: number;
  longestMilliseconds: number;
  /** Why mutants were refused, without names and numbers, and how often. */
  readonly refusals: Map<string, number>;
}

/** What became of all. */
export interface WeightsFuzzResult {
  readonly sources: ReadonlyMap<string, SourceResult>;
  readonly defects: readonly string[];
  readonly peakBytes: number;
}

/** The JavaScript of the process may have so much; with the values, the mutants and Node itself it may have the other. */
const HEAP_MEGABYTES = 128;
const MOST_BYTES = 512 * 2 ** 20;
/** For one mutant; the first also waits for the process. */
const SILENCE_MILLISECONDS = 30_000;

/** Has a process read mutants; another one goes on where it crashed or hung. */
export async function fuzzWeights({ mutants, seed, files }: WeightsFuzzOptions): Promise<WeightsFuzzResult> {
  const sources = new Map<string, SourceResult>();
  const defects: string[] = [];
  let peakBytes = 0;
  const count = (reply: ChildReply) => {
    peakBytes = Math.max(peakBytes, reply.peakBytes);
    countOutcome(sources, reply);
    if (reply.defect) defects.push(`mutant ${reply.index} of ${reply.source} (${reply.made}): ${reply.defect}`);
  };
  for (let first = 0; first < mutants;) {
    const { next, end } = await runChild({ seed, first, end: mutants, files }, count);
    if (end !== null) defects.push(`mutant ${next}: the process ${end}`);
    first = end === null ? mutants : next + 1;
  }
  if (peakBytes > MOST_BYTES) defects.push(`the process took ${Math.round(peakBytes / 2 ** 20)} MiB`);
  return { sources, defects, peakBytes };
}

/** @returns the mutant after the last that was tried, and how the process ended; null: it did all */
function runChild(
  request: ChildRequest,
  onReply: (reply: ChildReply) => void,
): Promise<{ readonly next: number; readonly end: string | null }> {
  const execArgv = ['--import', 'tsx', `--max-old-space-size=${HEAP_MEGABYTES}`];
  const child = fork(join(import.meta.dirname, 'child.ts'), { execArgv, env: { ...process.env, NODE_OPTIONS: '' } });
  let next = request.first;
  let hung = false;
  const stop = () => {
    hung = true;
    child.kill('SIGKILL');
  };
  let watch = setTimeout(stop, SILENCE_MILLISECONDS);
  child.on('message', (reply: ChildReply) => {
    clearTimeout(watch);
    watch = setTimeout(stop, SILENCE_MILLISECONDS);
    next = reply.index + 1;
    onReply(reply);
  });
  child.send(request);
  return new Promise((resolve) =>
    child.once('exit', (code) => {
      clearTimeout(watch);
      const isDone = code === 0 && next === request.end;
      resolve({ next, end: isDone ? null : hung ? 'hung' : `ended with code ${code}` });
    }),
  );
}

function countOutcome(sources: Map<string, SourceResult>, reply: ChildReply): void {
  const nothing = { mutants: 0, read: 0, sealedRead: 0, longestMilliseconds: 0, refusals: new Map<string, number>() };
  const result = sources.get(reply.source) ?? nothing;
  sources.set(reply.source, result);
  result.mutants += 1;
  result.longestMilliseconds = Math.max(result.longestMilliseconds, reply.milliseconds);
  if (reply.refusal !== null) {
    const reason = reply.refusal.replace(/“[^”]*”/g, '“…”').replace(/0x[\da-f]+|\[[^\]]*\]|\b\d[\d.e+]*/g, '…');
    result.refusals.set(reason, (result.refusals.get(reason) ?? 0) + 1);
    return;
  }
  result.read += 1;
  if (reply.isSealed) result.sealedRead += 1;
}
