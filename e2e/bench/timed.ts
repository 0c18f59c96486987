import { median } from './median.ts';

/** Median milliseconds of some work, after once to warm up. @param seconds after which no other round begins */
export async function timed(work: () => Promise<unknown>, rounds: number, seconds = Infinity): Promise<number> {
  await work();
  const times: number[] = [];
  const began = performance.now();
  do {
    const started = performance.now();
    await work();
    times.push(performance.now() - started);
  } while (times.length < rounds && performance.now() - began < 1000 * seconds);
  return median(times);
}
