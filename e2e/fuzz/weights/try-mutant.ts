import { createHash } from 'node:crypto';
import { AppError } from '../../../src-main/contract/app-error.ts';
import type { WeightTensors } from '../../../training/weights/weight-tensors.ts';
import type { WeightMutant } from './weight-mutant.ts';

/** What became of a mutant. */
export interface WeightOutcome {
  readonly made: string;
  readonly isSealed: boolean;
  /** Why it was refused; null: it was read. */
  readonly refusal: string | null;
  /** What must never be, in words. */
  readonly defect: string | null;
  /** Of the processor, so that other programs' work does not count. */
  readonly milliseconds: number;
}

/** Of the processor. A file of 10 MB takes a tenth of it. */
const MOST_MILLISECONDS = 2_000;

/** Reads a mutant and judges it. @param digest of the tensors of the file that it was made of */
export function tryMutant(mutant: WeightMutant, digest: string): WeightOutcome {
  const started = process.cpuUsage();
  const result = resultOf(mutant);
  const { user, system } = process.cpuUsage(started);
  const milliseconds = (user + system) / 1000;
  const tooLong = milliseconds > MOST_MILLISECONDS ? `took ${Math.round(milliseconds)} ms` : null;
  const { made, isSealed } = mutant;
  const refusal = result instanceof Error ? result.message : null;
  return { made, isSealed, refusal, defect: defectOf(mutant, result, digest) ?? tooLong, milliseconds };
}

function resultOf(mutant: WeightMutant): WeightTensors | Error {
  try {
    return mutant.read();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function defectOf(mutant: WeightMutant, result: WeightTensors | Error, digest: string): string | null {
  if (result instanceof AppError && result.code === 'weights-invalid') return null;
  if (result instanceof Error) return `threw ${result.stack ?? result.message}`;
  const bytes = [...result.values()].reduce((sum, { values }) => sum + values.byteLength, 0);
  if (bytes > mutant.bytes) return `gave ${bytes} bytes of a file of ${mutant.bytes}`;
  const isOther = !mutant.isSealed && digestOf(result) !== digest;
  return isOther ? 'gave other tensors, though the checksums are those of the original' : null;
}

/** SHA-256 of names, shapes and values. */
export function digestOf(tensors: WeightTensors): string {
  const hash = createHash('sha256');
  for (const [name, { shape, values }] of tensors) {
    hash.update(JSON.stringify([name, shape]));
    hash.update(values);
  }
  return hash.digest('hex');
}
