import { setTimeout } from 'node:timers/promises';

const TICK_MILLISECONDS = 1;

/** How long some work took, and for how long at most nothing else had its turn in this thread meanwhile. */
export interface Gauged {
  readonly milliseconds: number;
  /** Of the processor, in all threads: other programs do not count. */
  readonly processor: number;
  readonly longestBlock: number;
}

/** Does some work beside a clock that notes when it is late. */
export async function gauge(work: () => unknown): Promise<Gauged> {
  let last = performance.now();
  let longestBlock = 0;
  const note = () => {
    const now = performance.now();
    longestBlock = Math.max(longestBlock, now - last - TICK_MILLISECONDS);
    last = now;
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
  return { milliseconds, processor: (user + system) / 1_000, longestBlock };
}
