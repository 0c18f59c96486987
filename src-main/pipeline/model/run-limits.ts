import type { Tensors } from '../../contract/tensors.ts';

/** How long a network may take before its process is ended. Its graph can hold a loop that never ends. */
export interface RunLimits {
  /** To load; a graphics processor may have to compile first. */
  readonly loadSeconds: number;
  /** To run, whatever the input is. */
  readonly runSeconds: number;
  /** To run, for every million numbers of the input besides. */
  readonly secondsPerMillionNumbers: number;
}

/** Generous: a patch of musicnn's is 18,000 numbers, which a slow machine has done in a tenth of a second. */
export const RUN_LIMITS: RunLimits = { loadSeconds: 120, runSeconds: 20, secondsPerMillionNumbers: 50 };

/** With which status a process ends whose model took too long. */
export const TOO_SLOW_STATUS = 75;

/** How long one run on an input may take, in seconds. */
export function secondsForRun(feeds: Tensors, { runSeconds, secondsPerMillionNumbers }: RunLimits): number {
  const numbers = Object.values(feeds).reduce((sum, { length }) => sum + length, 0);
  return runSeconds + (numbers / 1e6) * secondsPerMillionNumbers;
}
