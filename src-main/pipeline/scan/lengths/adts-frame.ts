import type { Frame } from './frame-walk.ts';

/** Hz by index (ISO/IEC 14496-3, table 1.18). */
const SAMPLE_RATES = [
  96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350,
];
const HEADER_BYTES = 7;
const SAMPLES_A_BLOCK = 1024;

/** Reads the header of a frame of raw AAC (ADTS; ISO/IEC 14496-3, 1.A.3.2). */
export function adtsFrame(bytes: Buffer, offset: number): Frame | null {
  if (bytes[offset] !== 0xff || offset + HEADER_BYTES > bytes.length) return null;
  const header = bytes.readUInt32BE(offset);
  const rateIndex = (header >>> 10) & 15;
  const sampleRate = SAMPLE_RATES[rateIndex];
  const isSync = header >>> 20 === 0xfff && ((header >>> 17) & 3) === 0;
  const size = ((header & 3) << 11) | (bytes.readUInt16BE(offset + 4) >>> 5);
  if (!isSync || sampleRate === undefined || size < HEADER_BYTES) return null;
  const blocks = (bytes.readUInt8(offset + 6) & 3) + 1;
  const channels = (header >>> 6) & 7;
  return {
    bytes: size,
    samples: blocks * SAMPLES_A_BLOCK,
    sampleRate,
    channels: channels === 1 ? 1 : 2,
    kind: rateIndex,
  };
}
