import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';

const TICK_MILLISECONDS = 1;
const THREAD = '/proc/thread-self/schedstat';

/** How long some work took, and for how long at most nothing else had its turn in this thread meanwhile. */
export interface Gauged {
  readonly milliseconds: number;
  /** Of the processor, in all threads: other programs do not count. */
  readonly processor: number;
  readonly longestBlock: number;
  /** Of the processor, in this thread, between two turns; NaN where the system does not tell. */
  readonly mostProcessor: number;
}

/** Does some work beside a clock that notes when it is late. */
export async function gauge(work: () => unknown): Promise<Gauged> {
  let last = performance.now();
  let lastThread = threadMilliseconds();
  let longestBlock = 0;
  let mostProcessor = 0;
  const note = () => {
    const [now, thread] = [performance.now(), threadMilliseconds()];
    longestBlock = Math.max(longestBlock, now - last - TICK_MILLISECONDS);
    mostProcessor = Math.max(mostProcessor, thread - lastThread);
    [last, lastThread] = [now, thread];
  };
  const clock = setInterval(note, TICK_MILLISECONDS);
  await setTimeout(10 * TICK_MILLISECONDS);
  const cpu = process.cpuUsage();
  const started = performance.now();
  await work();
  const milliseconds = performance.now() - started;
  const { user, system } = process.cpuUsage(cpu);
  await setTimeout(2 * TICK_MILLISECONDS);
  note();
  clearInterval(clock);
  return { milliseconds, processor: (user + system) / 1_000, longestBlock, mostProcessor };
}

/** What this thread has had of the processor; Linux tells it. */
function threadMilliseconds(): number {
  try {
    return Number(readFileSync(THREAD, 'utf8').split(' ')[0]) / 1e6;
  } catch {
    return NaN;
  }
}
