import type { FileAttributes } from '../files/attributes.ts';
import type { FileFacts } from './journal-schema.ts';

/** What the journal keeps of a file. */
export function factsOf(sha256: string, size: number, { mode, uid, gid, modified }: FileAttributes): FileFacts {
  return { sha256, size, mode, uid, gid, modifiedNanoseconds: String(modified) };
}

/** Nanoseconds since 1970; older batches tell milliseconds. */
export function modifiedOf({ modifiedNanoseconds, modifiedMilliseconds = 0 }: FileFacts): bigint {
  return modifiedNanoseconds === undefined
    ? BigInt(Math.round(modifiedMilliseconds * 1000)) * 1000n
    : BigInt(modifiedNanoseconds);
}
