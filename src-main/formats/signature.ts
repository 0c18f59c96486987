import { asciiOf } from './bytes.ts';

/** How many bytes of a file's beginning a signature may look at. */
export const SIGNATURE_BYTES = 64;

/** Whether a file's first bytes are those of a format. */
export type Signature = (head: Uint8Array) => boolean;

/** One of these texts stands at the very beginning. */
export function startsWith(...marks: string[]): Signature {
  return (head) => marks.some((mark) => asciiOf(head, 0, mark.length) === mark);
}

/** One of these texts of four letters stands at `offset`. */
export function hasAt(offset: number, ...marks: string[]): Signature {
  return (head) => marks.includes(asciiOf(head, offset, 4));
}

/** These bytes stand at the very beginning. @param prefix in hexadecimal digits */
export function startsWithBytes(prefix: string): Signature {
  return (head) => Buffer.from(head.subarray(0, prefix.length / 2)).toString('hex') === prefix;
}

/** Both hold. */
export function both(a: Signature, b: Signature): Signature {
  return (head) => a(head) && b(head);
}

/** At least one holds. */
export function either(a: Signature, b: Signature): Signature {
  return (head) => a(head) || b(head);
}
