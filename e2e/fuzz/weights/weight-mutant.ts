import type { Random } from '../../../training/random/random.ts';
import type { WeightTensors } from '../../../training/weights/weight-tensors.ts';

/** A damaged file of weights, and how it was made. */
export interface WeightMutant {
  readonly made: string;
  /** Its checksums were made after the damage, so that the damage is seen by what comes behind them. */
  readonly isSealed: boolean;
  /** Of the whole file. */
  readonly bytes: number;
  readonly read: () => WeightTensors;
}

/** A file of weights that mutants are made of. */
export interface WeightSource {
  readonly name: string;
  readonly original: WeightMutant;
  readonly mutant: (random: Random) => WeightMutant;
}

/** PyTorch's counters of batches are whole numbers, which nobody reads. */
export function isWanted(name: string): boolean {
  return !name.endsWith('num_batches_tracked');
}
