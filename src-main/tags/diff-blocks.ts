import type { Delta, DeltaStep } from './delta-steps.ts';

const BLOCK = 64;

/**
 * Greedy block matching as in rsync (Tridgell 1999): blocks of `rewritten` are looked up at every offset of `original`.
 * @param base where `rewritten` begins in the file that the delta's copies are made from
 */
export function diffBlocks(original: Uint8Array, rewritten: Uint8Array, base: number): Delta {
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
  for (let position = 0; position + BLOCK <= original.length;) {
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

function findMatch(
  original: Uint8Array,
  rewritten: Uint8Array,
  position: number,
  floor: number,
  start: number | undefined,
) {
  if (start === undefined) return null;
  let length = 0;
  while (
    position + length < original.length &&
    start + length < rewritten.length &&
    original[position + length] === rewritten[start + length]
  )
    length++;
  if (length < BLOCK) return null;
  let back = 0;
  while (position - back > floor && start - back > 0 && original[position - back - 1] === rewritten[start - back - 1])
    back++;
  return { originalStart: position - back, start: start - back, length: length + back };
}
