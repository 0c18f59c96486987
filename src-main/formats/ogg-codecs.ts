import { AppError } from '../contract/app-error.ts';
import { asciiOf, joinBytes, viewOf } from './bytes.ts';

/** How a codec's stream in Ogg begins. */
export interface OggCodec {
  readonly name: string;
  /** What its first packet begins with. */
  readonly magic: string;
  /**
   * Whether no header packet follows this one.
   * @param index among the header packets behind the first
   */
  isLastHeader(first: Uint8Array, packet: Uint8Array, index: number): boolean;
  /**
   * Where the comment structure begins in a header packet; null where the packet has none.
   * @throws AppError tags-unsupported where it is not the packet that must stand there
   */
  commentStart(packet: Uint8Array, index: number): number | null;
  /** A comment packet whose structure's length has changed. @throws AppError tags-unsupported where it is too long */
  finish?(packet: Uint8Array): Uint8Array;
}

const FLAC_COMMENT = 4;
const FLAC_HEADER_BYTES = 4;

const CODECS: readonly OggCodec[] = [
  {
    name: 'Vorbis',
    magic: '\x01vorbis',
    isLastHeader: (_first, _packet, index) => index === 1,
    commentStart: (packet, index) => {
      const prefix = index === 0 ? '\x03vorbis' : '\x05vorbis';
      expectPrefix(packet, prefix);
      return index === 0 ? prefix.length : null;
    },
  },
  {
    // RFC 7845, section 5.
    name: 'Opus',
    magic: 'OpusHead',
    isLastHeader: () => true,
    commentStart: (packet) => {
      expectPrefix(packet, 'OpusTags');
      return 8;
    },
  },
  {
    // RFC 9639, section 10.1: every metadata block is a packet.
    name: 'FLAC',
    magic: '\x7fFLAC',
    isLastHeader: (first, packet, index) => {
      const count = first.length < 9 ? 0 : viewOf(first).getUint16(7);
      return count > 0 ? index === count - 1 : ((packet[0] ?? 0) & 128) !== 0;
    },
    commentStart: (packet) => {
      const [type = 127, ...length] = packet.subarray(0, FLAC_HEADER_BYTES);
      const stated = length.reduce((sum, byte) => sum * 256 + byte, 0);
      if ((type & 127) === 127 || packet.length !== FLAC_HEADER_BYTES + stated) throw damagedHeaders();
      return (type & 127) === FLAC_COMMENT ? FLAC_HEADER_BYTES : null;
    },
    finish: (packet) => {
      const length = packet.length - FLAC_HEADER_BYTES;
      if (length >= 2 ** 24) throw new AppError('tags-unsupported', 'The tags would be too long for FLAC.');
      const header = Uint8Array.of(packet[0] ?? 0, length >>> 16, (length >>> 8) & 255, length & 255);
      return joinBytes([header, packet.subarray(FLAC_HEADER_BYTES)]);
    },
  },
  {
    // The Speex manual, section “Ogg file format”: the first packet counts further header packets at byte 68.
    name: 'Speex',
    magic: 'Speex   ',
    isLastHeader: (first, _packet, index) => index === (first.length < 72 ? 0 : viewOf(first).getUint32(68, true)),
    commentStart: (_packet, index) => (index === 0 ? 0 : null),
  },
];

/** The codec of a stream that begins with these bytes; null where it is not one of sound that has comments. */
export function codecOf(first: Uint8Array): OggCodec | null {
  return CODECS.find(({ magic }) => asciiOf(first, 0, magic.length) === magic) ?? null;
}

/** An error for headers that cannot be followed. */
export function damagedHeaders(): AppError {
  return new AppError('tags-unsupported', 'The headers of the Ogg stream are damaged.');
}

function expectPrefix(packet: Uint8Array, prefix: string): void {
  if (asciiOf(packet, 0, prefix.length) !== prefix) throw damagedHeaders();
}
