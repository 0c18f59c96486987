import type { Frame } from './frame-walk.ts';

/** A frame of MPEG audio with what its information frame needs. */
export interface MpegFrame extends Frame {
  /** Bytes between the header and the main data of layer III. */
  readonly sideInfoBytes: number;
}

/**
 * kbit/s by index (ISO/IEC 11172-3 and 13818-3): layers I, II and III of MPEG-1, layer I and layers II and III of
 * MPEG-2.
 */
const BIT_RATES = {
  first: [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
  second: [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
  third: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  lowFirst: [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
  low: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
} as const;

const SAMPLE_RATES = [44_100, 48_000, 32_000] as const;
const MONO = 3;

/** Reads the header of a frame of MPEG audio. Frames of free format, whose size no header tells, count as none. */
export function mpegFrame(bytes: Buffer, offset: number): MpegFrame | null {
  if (bytes[offset] !== 0xff || offset + 4 > bytes.length) return null;
  const header = bytes.readUInt32BE(offset);
  const version = (header >>> 19) & 3;
  const layer = 4 - ((header >>> 17) & 3);
  const rateIndex = (header >>> 10) & 3;
  const fullRate = SAMPLE_RATES[rateIndex];
  if (header >>> 21 !== 0x7ff || version === 1 || layer === 4 || fullRate === undefined) return null;
  const isMpeg1 = version === 3;
  const kilobits = rates(isMpeg1, layer)[(header >>> 12) & 15];
  if (!kilobits) return null;
  const sampleRate = fullRate / (isMpeg1 ? 1 : version === 2 ? 2 : 4);
  const samples = layer === 1 ? 384 : layer === 3 && !isMpeg1 ? 576 : 1152;
  const slot = layer === 1 ? 4 : 1;
  const slots = Math.floor((samples * kilobits * 125) / sampleRate / slot) + ((header >>> 9) & 1);
  const channels = ((header >>> 6) & 3) === MONO ? 1 : 2;
  const sideInfoBytes = isMpeg1 ? (channels === 1 ? 17 : 32) : channels === 1 ? 9 : 17;
  return {
    bytes: slots * slot,
    samples,
    sampleRate,
    channels,
    sideInfoBytes,
    kind: (version << 4) | (layer << 2) | rateIndex,
  };
}

function rates(isMpeg1: boolean, layer: number): readonly number[] {
  if (!isMpeg1) return layer === 1 ? BIT_RATES.lowFirst : BIT_RATES.low;
  return layer === 1 ? BIT_RATES.first : layer === 2 ? BIT_RATES.second : BIT_RATES.third;
}
