import type { FileHandle } from 'node:fs/promises';
import { z } from 'zod';
import type { ByteSource } from './formats/segments.ts';

/** How to make the original from the rewritten file: copies of its ranges, and bytes that are only in the delta. */
export const deltaStepsSchema = z.array(
  z.union([
    z.strictObject({ copy: z.tuple([z.number().int().nonnegative(), z.number().int().nonnegative()]) }),
    z.strictObject({ literal: z.number().int().nonnegative() }),
  ]),
);

/** See {@link deltaStepsSchema}; `copy` is [start, length] in the rewritten file, `literal` a length in the delta's bytes. */
export type DeltaStep = z.infer<typeof deltaStepsSchema>[number];

/** A delta: its literals follow one another in `literals`. */
export interface Delta {
  readonly steps: readonly DeltaStep[];
  readonly literals: Uint8Array;
}

const CHUNK = 1 << 20;
const BLOCK = 64;

/**
 * What `original` has and `rewritten` has not. Both mostly agree at start and end, where they are compared piece by
 * piece; only what lies between is held in memory and searched for moved blocks.
 */
export async function createDelta(original: ByteSource, rewritten: ByteSource): Promise<Delta> {
  const shorter = Math.min(original.size, rewritten.size);
  const prefix = await commonPrefix(original, rewritten, shorter);
  const suffix = await commonSuffix(original, rewritten, shorter - prefix);
  const middle = diffBlocks(
    await original.read(prefix, original.size - prefix - suffix),
    await rewritten.read(prefix, rewritten.size - prefix - suffix),
    prefix,
  );
  const ends = (start: number, length: number): DeltaStep[] => (length > 0 ? [{ copy: [start, length] }] : []);
  return { steps: [...ends(0, prefix), ...middle.steps, ...ends(rewritten.size - suffix, suffix)], literals: middle.literals };
}

async function commonPrefix(a: ByteSource, b: ByteSource, limit: number): Promise<number> {
  for (let done = 0; done < limit; done += CHUNK) {
    const length = Math.min(CHUNK, limit - done);
    const left = await a.read(done, length);
    const right = await b.read(done, length);
    if (Buffer.compare(left, right) === 0) continue;
    let index = 0;
    while (left[index] === right[index]) index++;
    return done + index;
  }
  return limit;
}

async function commonSuffix(a: ByteSource, b: ByteSource, limit: number): Promise<number> {
  for (let done = 0; done < limit; done += CHUNK) {
    const length = Math.min(CHUNK, limit - done);
    const left = await a.read(a.size - done - length, length);
    const right = await b.read(b.size - done - length, length);
    if (Buffer.compare(left, right) === 0) continue;
    let index = 0;
    while (left[length - 1 - index] === right[length - 1 - index]) index++;
    return done + index;
  }
  return limit;
}

/** Greedy block matching as in rsync (Tridgell 1999): blocks of `rewritten` are looked up at every offset of `original`. */
function diffBlocks(original: Uint8Array, rewritten: Uint8Array, base: number): Delta {
  const index = indexBlocks(rewritten);
  const steps: DeltaStep[] = [];
  const literals: Uint8Array[] = [];
  let literalStart = 0;
  const flush = (end: number): void => {
    if (end === literalStart) return;
    steps.push({ literal: end - literalStart });
    literals.push(original.subarray(literalStart, end));
  };
  const hash = createRollingHash(original);
  for (let position = 0; position + BLOCK <= original.length; ) {
    const match = findMatch(original, rewritten, position, literalStart, index.get(hash.at(position)));
    if (!match) {
      position += 1;
      continue;
    }
    flush(match.originalStart);
    steps.push({ copy: [base + match.start, match.length] });
    position = match.originalStart + match.length;
    literalStart = position;
  }
  flush(original.length);
  return { steps, literals: Buffer.concat(literals) };
}

const MODULUS = 65_521;

function blockHash(bytes: Uint8Array, start: number): { a: number; b: number } {
  let a = 0;
  let b = 0;
  for (let index = 0; index < BLOCK; index++) {
    a = (a + (bytes[start + index] as number)) % MODULUS;
    b = (b + a) % MODULUS;
  }
  return { a, b };
}

function indexBlocks(bytes: Uint8Array): Map<number, number> {
  const index = new Map<number, number>();
  for (let start = 0; start + BLOCK <= bytes.length; start += BLOCK) {
    const { a, b } = blockHash(bytes, start);
    const key = b * 65_536 + a;
    if (!index.has(key)) index.set(key, start);
  }
  return index;
}

/** Adler's checksum of the block at a position, updated from the position before it where it can be. */
function createRollingHash(bytes: Uint8Array) {
  let position = -2;
  let a = 0;
  let b = 0;
  return {
    at(next: number): number {
      if (next === position + 1 && position >= 0) {
        const leaving = bytes[position] as number;
        a = (a - leaving + (bytes[next + BLOCK - 1] as number) + MODULUS) % MODULUS;
        b = (((b - BLOCK * leaving + a) % MODULUS) + MODULUS) % MODULUS;
      } else ({ a, b } = blockHash(bytes, next));
      position = next;
      return b * 65_536 + a;
    },
  };
}

function findMatch(original: Uint8Array, rewritten: Uint8Array, position: number, floor: number, start: number | undefined) {
  if (start === undefined) return null;
  let length = 0;
  while (position + length < original.length && start + length < rewritten.length && original[position + length] === rewritten[start + length]) length++;
  if (length < BLOCK) return null;
  let back = 0;
  while (position - back > floor && start - back > 0 && original[position - back - 1] === rewritten[start - back - 1]) back++;
  return { originalStart: position - back, start: start - back, length: length + back };
}

/** Writes the original, from the rewritten file and the delta, to the start of `target`. */
export async function applyDelta(rewritten: ByteSource, delta: Delta, target: FileHandle): Promise<void> {
  let position = 0;
  let literal = 0;
  const append = async (bytes: Uint8Array): Promise<void> => {
    await target.write(bytes, 0, bytes.length, position);
    position += bytes.length;
  };
  for (const step of delta.steps) {
    if ('literal' in step) {
      await append(delta.literals.subarray(literal, literal + step.literal));
      literal += step.literal;
    } else {
      const [start, length] = step.copy;
      for (let done = 0; done < length; done += CHUNK) await append(await rewritten.read(start + done, Math.min(CHUNK, length - done)));
    }
  }
  await target.truncate(position);
}
