import type { ByteSource } from './byte-source.ts';

/** A piece of a rewritten file: kept from the original, or new. */
export type Piece =
  | { readonly kind: 'keep'; readonly start: number; readonly end: number }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array };

/** A range of the original as a piece of the rewritten file. */
export function keep(start: number, end: number): Piece {
  return { kind: 'keep', start, end };
}

/** New bytes as a piece of the rewritten file. */
export function fresh(bytes: Uint8Array): Piece {
  return { kind: 'bytes', bytes };
}

/** Length of a piece in bytes. */
export function lengthOf(piece: Piece): number {
  return piece.kind === 'bytes' ? piece.bytes.length : piece.end - piece.start;
}

/** Length of all pieces in bytes. */
export function totalLength(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, piece) => sum + lengthOf(piece), 0);
}

/** Without empty pieces, and with kept neighbours joined. */
function joinedPieces(pieces: readonly Piece[]): Piece[] {
  const tidy: Piece[] = [];
  for (const piece of pieces) {
    const last = tidy.at(-1);
    if (lengthOf(piece) === 0) continue;
    if (piece.kind === 'keep' && last?.kind === 'keep' && last.end === piece.start) {
      tidy[tidy.length - 1] = keep(last.start, piece.end);
    } else tidy.push(piece);
  }
  return tidy;
}

/** Tells where bytes of the original lie in the rewritten file. */
export interface Relocation {
  /** The new position of a byte of the original; null where it is not kept. */
  positionOf(position: number): number | null;
  /** Whether a range is kept in one piece, or in pieces that still follow one another. */
  keepsRange(start: number, end: number): boolean;
}

interface KeptRange {
  readonly start: number;
  readonly end: number;
  /** To be added to a position of the original. */
  readonly shift: number;
}

/** Where the pieces put what they keep. */
export function relocationOf(pieces: readonly Piece[]): Relocation {
  const ranges: KeptRange[] = [];
  let position = 0;
  for (const piece of joinedPieces(pieces)) {
    if (piece.kind === 'keep') ranges.push({ start: piece.start, end: piece.end, shift: position - piece.start });
    position += lengthOf(piece);
  }
  ranges.sort((a, b) => a.start - b.start);
  const rangeAt = (wanted: number): number => {
    let [low, high] = [0, ranges.length - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      const range = ranges[middle] as KeptRange;
      if (wanted < range.start) high = middle - 1;
      else if (wanted >= range.end) low = middle + 1;
      else return middle;
    }
    return -1;
  };
  return {
    positionOf(wanted) {
      const range = ranges[rangeAt(wanted)];
      return range ? wanted + range.shift : null;
    },
    keepsRange(start, end) {
      const first = rangeAt(start);
      const shift = ranges[first]?.shift;
      for (let index = first, reached = start; reached < end; index++) {
        const range = ranges[index];
        if (first < 0 || !range || range.start > reached || range.shift !== shift) return false;
        reached = range.end;
      }
      return true;
    },
  };
}

const BLOCK_BYTES = 1 << 20;

/** The bytes of a rewritten file, in blocks of at most a mebibyte with their positions. */
export async function* readPieces(source: ByteSource, pieces: readonly Piece[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) {
    const length = lengthOf(piece);
    for (let done = 0; done < length; done += BLOCK_BYTES) {
      const size = Math.min(BLOCK_BYTES, length - done);
      const bytes =
        piece.kind === 'bytes' ? piece.bytes.subarray(done, done + size) : await source.read(piece.start + done, size);
      if (bytes.length < size) throw new Error('The file became shorter while it was read.');
      yield bytes;
    }
  }
}
