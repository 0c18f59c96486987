import type { Encoding } from '../../src-main/testing/encode-audio.ts';
import { ALL_ENCODINGS } from '../../src-main/testing/encode-audio.ts';
import type { Random } from '../../training/random/random.ts';
import { createRandom } from '../../training/random/random.ts';
import type { Call, Fault } from './fault-kinds.ts';
import { faultsAt } from './fault-kinds.ts';

/** What a fault hits. */
export type Operation = 'apply' | 'undo' | 'recover';

/** All that is chosen before anything is measured. */
export interface TrialPlan {
  readonly index: number;
  readonly operation: Operation;
  readonly encoding: Encoding;
  /** 1 to 3. */
  readonly files: number;
  readonly keepModificationTime: boolean;
  /** For a recovery: what was killed before it. */
  readonly killed: 'apply' | 'undo';
  /** Of the fault and of all that is chosen later. */
  readonly random: Random;
}

/** By weight; a recovery takes three processes, since it must be measured on the same wreck. */
const OPERATIONS: readonly Operation[] = ['apply', 'apply', 'apply', 'apply', 'undo', 'undo', 'undo', 'recover'];

/** The `index`-th trial of a seed: the same on every machine, whatever ran before it. */
export function planTrial(seed: number, index: number): TrialPlan {
  const random = createRandom(seed).fork(index);
  const files = 1 + random.index(3);
  return {
    index,
    operation: OPERATIONS[random.index(OPERATIONS.length)] ?? 'apply',
    encoding: ALL_ENCODINGS[index % ALL_ENCODINGS.length] as Encoding,
    files,
    // Tied to the number of files, so that fewer cases have to be measured without a fault.
    keepModificationTime: files !== 2,
    killed: random.uniform() < 0.7 ? 'apply' : 'undo',
    random,
  };
}

/** A fault and its place. */
export interface FaultPlan {
  /** Number of the call, from 1. */
  readonly at: number;
  readonly fault: Fault;
}

/** Any of the calls, and a fault that it can have. */
export function chooseFault(random: Random, calls: readonly Call[]): FaultPlan {
  const at = 1 + random.index(calls.length);
  const faults = faultsAt(calls[at - 1] ?? 'read');
  return { at, fault: faults[random.index(faults.length)] ?? 'kill-before' };
}

/** Any of the calls, and an end before or after it. */
export function chooseKill(random: Random, calls: readonly Call[]): FaultPlan {
  return { at: 1 + random.index(calls.length), fault: random.uniform() < 0.5 ? 'kill-before' : 'kill-after' };
}
