import { asciiBytes, asciiOf, joinBytes, littleEndian32, viewOf } from './bytes.ts';
import type { ByteSource } from './byte-source.ts';

/** A page of an Ogg file (RFC 3533, section 6). */
export interface OggPage {
  /** The first byte's position in the file. */
  readonly start: number;
  /** The whole page with its header. */
  readonly bytes: Uint8Array;
  /** Whether it begins with the rest of a packet of the page before. */
  readonly continued: boolean;
  /** Whether a logical stream begins with it. */
  readonly begins: boolean;
  /** Whether a logical stream ends with it. */
  readonly ends: boolean;
  /** Eight bytes as they stand. */
  readonly granule: Uint8Array;
  readonly serial: number;
  readonly sequence: number;
  /** Lengths of the segments; one below 255 ends a packet. */
  readonly lacing: Uint8Array;
  readonly body: Uint8Array;
}

/** What a page is made from. */
export type NewPage = Pick<
  OggPage,
  'continued' | 'begins' | 'ends' | 'granule' | 'serial' | 'sequence' | 'lacing' | 'body'
>;

/** A page, or bytes between pages that belong to none. */
export type OggPiece = { readonly page: OggPage } | { readonly page: null; readonly bytes: Uint8Array };

/** Segments in a page. */
export const MAXIMUM_SEGMENTS = 255;
/** Where a page has its sequence number; its checksum follows. */
export const SEQUENCE_OFFSET = 18;
/** Where the checksum behind it ends. */
export const CHECKSUM_END = SEQUENCE_OFFSET + 8;
const HEADER_BYTES = 27;

const CAPTURE = asciiBytes('OggS');
const CONTINUED = 1;
const BEGINS = 2;
const ENDS = 4;
const CHECKSUM_OFFSET = 22;
const MAXIMUM_PAGE = HEADER_BYTES + MAXIMUM_SEGMENTS + MAXIMUM_SEGMENTS * 255;
const WINDOW_BYTES = 1 << 20;

/**
 * The file's pages from a position on, and what stands between them, one after another; a mebibyte is in memory at a
 * time.
 */
export async function* readPages(source: ByteSource, start = 0): AsyncGenerator<OggPiece> {
  let [window, windowStart] = [new Uint8Array(0), start];
  for (let position = start; position < source.size;) {
    const windowEnd = windowStart + window.length;
    if (windowEnd - position < MAXIMUM_PAGE && windowEnd < source.size) {
      [window, windowStart] = [Uint8Array.from(await source.read(position, WINDOW_BYTES)), position];
    }
    const bytes = window.subarray(position - windowStart);
    if (bytes.length === 0) return;
    const page = parsePage(bytes, position);
    const length = page ? page.bytes.length : strayLength(bytes);
    yield page ? { page } : { page: null, bytes: bytes.subarray(0, length) };
    position += length;
  }
}

function parsePage(bytes: Uint8Array, start: number): OggPage | null {
  if (bytes.length < HEADER_BYTES || asciiOf(bytes, 0, 4) !== 'OggS' || bytes[4] !== 0) return null;
  const view = viewOf(bytes);
  const bodyStart = HEADER_BYTES + view.getUint8(26);
  const lacing = bytes.subarray(HEADER_BYTES, bodyStart);
  const end = lacing.reduce((sum, length) => sum + length, bodyStart);
  if (end > bytes.length) return null;
  const flags = view.getUint8(5);
  return {
    start,
    bytes: bytes.subarray(0, end),
    continued: (flags & CONTINUED) !== 0,
    begins: (flags & BEGINS) !== 0,
    ends: (flags & ENDS) !== 0,
    granule: bytes.subarray(6, 14),
    serial: view.getUint32(14, true),
    sequence: view.getUint32(SEQUENCE_OFFSET, true),
    lacing,
    body: bytes.subarray(bodyStart, end),
  };
}

/** Up to where the next page may begin. */
function strayLength(bytes: Uint8Array): number {
  const next = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).indexOf(CAPTURE, 1);
  if (next > 0) return next;
  return bytes.length < CAPTURE.length ? bytes.length : bytes.length - CAPTURE.length + 1;
}

/** A page in bytes, with its checksum. */
export function buildPage({ continued, begins, ends, granule, serial, sequence, lacing, body }: NewPage): Uint8Array {
  const flags = (continued ? CONTINUED : 0) | (begins ? BEGINS : 0) | (ends ? ENDS : 0);
  const numbers = [littleEndian32(serial), littleEndian32(sequence), new Uint8Array(4)];
  const bytes = joinBytes([
    CAPTURE,
    Uint8Array.of(0, flags),
    granule,
    ...numbers,
    Uint8Array.of(lacing.length),
    lacing,
    body,
  ]);
  bytes.set(littleEndian32(checksumOf(bytes)), CHECKSUM_OFFSET);
  return bytes;
}

/** A page's number and checksum in bytes, as they stand at {@link SEQUENCE_OFFSET}, where it gets another number. */
export function renumber(page: OggPage, sequence: number): Uint8Array {
  const bytes = page.bytes.slice();
  bytes.set(littleEndian32(sequence), SEQUENCE_OFFSET);
  return joinBytes([littleEndian32(sequence), littleEndian32(checksumOf(bytes))]);
}

/** Whether a page's checksum fits its bytes. */
export function isIntact(page: OggPage): boolean {
  return checksumOf(page.bytes) === viewOf(page.bytes).getUint32(CHECKSUM_OFFSET, true);
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 24;
  for (let bit = 0; bit < 8; bit++) crc = (crc << 1) ^ (crc < 0 ? 0x04c11db7 : 0);
  return crc;
});

/**
 * CRC-32 with the polynomial 0x04c11db7, begun with 0 and not inverted, over the page with zeros in the checksum's
 * place.
 */
function checksumOf(page: Uint8Array): number {
  let crc = 0;
  for (let index = 0; index < page.length; index++) {
    const inChecksum = index >= CHECKSUM_OFFSET && index < CHECKSUM_OFFSET + 4;
    const byte = inChecksum ? 0 : (page[index] as number);
    crc = (crc << 8) ^ (CRC_TABLE[(crc >>> 24) ^ byte] as number);
  }
  return crc >>> 0;
}
