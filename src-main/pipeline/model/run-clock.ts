import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { ERROR_TEXTS } from '../../contract/error-codes.ts';
import { TOO_SLOW_STATUS } from './run-limits.ts';

const TICK_MILLISECONDS = 250;

/**
 * The clock's thread: counts down while a network computes, and ends the process at zero. Node's own process.exit waits
 * for threads, and so for ever; the system's call does not. It is text, since a thread's file would have another place in
 * the source, in the built app and in tests.
 */
const CLOCK = `
const { workerData: { ticks, period, koffi, words, status } } = require('node:worker_threads');
const { writeSync } = require('node:fs');
function endProcess() {
  try {
    writeSync(2, words);
  } catch {
    // Nobody reads it.
  }
  try {
    const { load } = require(koffi);
    if (process.platform === 'win32')
      load('kernel32.dll').func('int TerminateProcess(intptr_t process, uint32_t status)')(-1, status);
    else load(null).func('void _exit(int status)')(status);
  } catch {
    process.kill(process.pid, 'SIGKILL');
  }
}
setInterval(() => {
  if (Atomics.load(ticks, 0) > 0 && Atomics.sub(ticks, 0, 1) === 1) endProcess();
}, period);
`;

/** The seconds of what is under way in this thread. */
const underWay = new Set<{ readonly seconds: number }>();
let ticks: Int32Array | null = null;

/**
 * Ends the whole process with {@link TOO_SLOW_STATUS} where `run` takes longer: native code that computes in a thread
 * cannot be stopped otherwise, and it blocks its thread, so that another one has to look at the clock. Its ticks are
 * counted, so that a machine that slept does not count as slow. Runs of one thread follow one another: each has the
 * longest time of those that wait.
 * @throws what `run` throws
 */
export async function withinSeconds<Result>(seconds: number, run: () => Promise<Result>): Promise<Result> {
  ticks ??= startClock();
  const entry = { seconds };
  underWay.add(entry);
  wind(ticks);
  try {
    return await run();
  } finally {
    underWay.delete(entry);
    wind(ticks);
  }
}

function wind(clock: Int32Array): void {
  const seconds = Math.max(0, ...[...underWay].map((entry) => entry.seconds));
  Atomics.store(clock, 0, Math.ceil((seconds * 1000) / TICK_MILLISECONDS));
}

/** Null where it is not installed: the process is then killed, and nobody hears why. */
function koffiFile(): string | null {
  try {
    return createRequire(import.meta.url).resolve('koffi');
  } catch {
    return null;
  }
}

function startClock(): Int32Array {
  const clock = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const { title, advice } = ERROR_TEXTS['model-too-slow'];
  const workerData = {
    ticks: clock,
    period: TICK_MILLISECONDS,
    koffi: koffiFile(),
    words: `${title}. ${advice}\n`,
    status: TOO_SLOW_STATUS,
  };
  // Whatever flags this process was started with are none of the clock's, and it keeps no process from ending.
  new Worker(CLOCK, { eval: true, execArgv: [], workerData }).unref();
  return clock;
}
