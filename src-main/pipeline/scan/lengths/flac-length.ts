import type { FileWindow } from '../../../files/file-window.ts';
import type { SoundLength } from './sound-length.ts';

/** What STREAMINFO tells (RFC 9639, 8.2). */
export interface StreamInfo {
  readonly sampleRate: number;
  readonly channels: number;
  /** Of one channel; 0 where the encoder did not know. */
  readonly samples: number;
  /** In samples. */
  readonly largestBlock: number;
}

const STREAM_INFO_OFFSET = 8;
const STREAM_INFO_BYTES = 34;
/** Longer than any frame of a sound of eight channels and 24 bits in the usual blocks. */
const TAIL_BYTES = 1_048_576;
const LONGEST_FRAME_HEADER = 16;

/** Reads the content of a STREAMINFO block. */
export function streamInfoIn(bytes: Buffer): StreamInfo {
  const packed = bytes.readUInt32BE(10);
  return {
    largestBlock: bytes.readUInt16BE(2),
    sampleRate: packed >>> 12,
    channels: ((packed >>> 9) & 7) + 1,
    samples: (bytes.readUInt8(13) & 15) * 2 ** 32 + bytes.readUInt32BE(14),
  };
}

/**
 * The length of a FLAC file that was written to a pipe: its last frame tells where it stands.
 * @returns null where the header tells the length
 */
export async function flacLength(file: FileWindow, start: number): Promise<SoundLength | null> {
  const head = await file.read(start + STREAM_INFO_OFFSET, STREAM_INFO_BYTES);
  if (head.length < STREAM_INFO_BYTES) return null;
  const { samples, sampleRate, channels, largestBlock } = streamInfoIn(head);
  if (samples > 0 || sampleRate === 0) return null;
  const tail = await file.read(Math.max(0, file.size - TAIL_BYTES), TAIL_BYTES);
  for (let offset = tail.length - LONGEST_FRAME_HEADER; offset >= 0; offset--) {
    const end = frameEnd(tail, offset, largestBlock);
    if (end !== null) return { durationSeconds: end / sampleRate, sampleRate, channels };
  }
  return null;
}

/** The sample behind a frame (RFC 9639, 9.1); null where there is no frame whose checksum holds. */
function frameEnd(bytes: Buffer, offset: number, largestBlock: number): number | null {
  if (bytes[offset] !== 0xff || ((bytes[offset + 1] ?? 0) & 0xfe) !== 0xf8) return null;
  const blockCode = (bytes[offset + 2] ?? 0) >> 4;
  const rateCode = (bytes[offset + 2] ?? 0) & 15;
  const number = codedNumber(bytes, offset + 4);
  if (!number) return null;
  let position = offset + 4 + number.bytes;
  const block =
    blockCode === 6
      ? bytes.readUInt8(position++) + 1
      : blockCode === 7
        ? bytes.readUInt16BE((position += 2) - 2) + 1
        : blockCode < 6
          ? blockCode === 1
            ? 192
            : 576 * 2 ** (blockCode - 2)
          : 2 ** blockCode;
  position += rateCode === 12 ? 1 : rateCode === 13 || rateCode === 14 ? 2 : 0;
  if (crc8(bytes.subarray(offset, position)) !== bytes[position]) return null;
  const isVariable = ((bytes[offset + 1] ?? 0) & 1) === 1;
  return (isVariable ? number.value : number.value * largestBlock) + block;
}

/** A number coded as UTF-8 codes characters, of up to seven bytes. */
function codedNumber(bytes: Buffer, offset: number): { value: number; bytes: number } | null {
  const first = bytes[offset] ?? 0;
  const ones = Math.clz32(~first << 24);
  if (ones === 1 || ones > 7) return null;
  const length = Math.max(1, ones);
  let value = first & (0xff >> (ones + Number(ones > 0)));
  for (let index = 1; index < length; index++) value = value * 64 + ((bytes[offset + index] ?? 0) & 0x3f);
  return { value, bytes: length };
}

/** Polynomial x⁸ + x² + x + 1. */
function crc8(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = ((crc << 1) ^ (crc & 0x80 ? 0x07 : 0)) & 0xff;
  }
  return crc;
}
